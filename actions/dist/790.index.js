var xn=Object.defineProperty;var c=(rt,z)=>xn(rt,"name",{value:z,configurable:!0});const En=790,An=[790],Rn={73790:((rt,z,$)=>{$.d(z,{renderHtmlReport:c(()=>ln,"renderHtmlReport")});var st=$(72937),Ot=$(59615),M=$(92475),it=$(35352),f=$(25756),A=$(94844);function Tt({labels:t,scores:e,weights:n}){const[o,r,s,i]=[new Float64Array(A.oM),new Float64Array(A.oM),new Float64Array(A.oM),new Float64Array(A.oM)];for(let a=0;a<t.length;a+=1){const l=(0,f.at)(e,a),u=n===void 0?1:(0,f.at)(n,a),h=(0,A.rL)(l);o[h]=(0,f.at)(o,h)+1,r[h]=(0,f.at)(r,h)+u,s[h]=(0,f.at)(s,h)+u*(0,f.at)(t,a),i[h]=(0,f.at)(i,h)+u*l}return Array.from({length:A.oM},(a,l)=>({meanProbability:(0,f.at)(i,l)/(0,f.at)(r,l),positiveFraction:(0,f.at)(s,l)/(0,f.at)(r,l),rowCount:(0,f.at)(o,l)})).filter(({rowCount:a})=>a>0)}c(Tt,"computeCalibrationCurve");var Z=$(40973);function qt(t,e){const{x:n,y:o}=t;if(n.length<=4*e)return t;const[r,s]=[(0,f.at)(n,0),(0,f.at)(n,n.length-1)],i=c(u=>Math.min(e-1,Math.floor(((0,f.at)(n,u)-r)/(s-r)*e)),"stretchOf"),a=[];let l=0;for(let u=1;u<=n.length;u+=1)u<n.length&&i(u)===i(l)||(a.push(...Ct(o,l,u)),l=u);return{x:Float64Array.from(a,u=>(0,f.at)(n,u)),y:Float64Array.from(a,u=>(0,f.at)(o,u))}}c(qt,"thinCurve");function Ct(t,e,n){let o=e,r=e;for(let s=e+1;s<n;s+=1)(0,f.at)(t,s)<(0,f.at)(t,o)&&(o=s),(0,f.at)(t,s)>(0,f.at)(t,r)&&(r=s);return[...new Set([e,o,r,n-1])].sort((s,i)=>s-i)}c(Ct,"outermost");const Bt=.005,It=1e3,Nt=2;function T(t){const e=Vt(t),n=(0,f.Xx)(e);if(e.length<It)return at(n);const o=e.sort(),r=Math.floor(Bt*o.length),s={lower:(0,f.at)(o,r),upper:(0,f.at)(o,o.length-1-r)},i=n.upper-n.lower>Nt*(s.upper-s.lower);return at(i&&s.upper>s.lower?s:n)}c(T,"boundsOf");function Vt(t){const e=new Float64Array(t.reduce((o,r)=>o+r.length,0));let n=0;for(const o of t)e.set(o,n),n+=o.length;return e}c(Vt,"concatenate");function at({lower:t,upper:e}){if(t>e)return{lower:0,upper:1};if(e>t)return{lower:t,upper:e};const n=Math.abs(t)/2||.5;return{lower:t-n,upper:e+n}}c(at,"widen");function R(t,e,n){const o=new Float64Array(n);let r=0;for(let s=0;s<t.length;s++){const i=(0,f.at)(t,s),a=j(i,e,n);a===V?r+=1:o[a]=(0,f.at)(o,a)+1}return{bounds:e,counts:o,outsideCount:r}}c(R,"countInBins");function Gt({x:t,y:e},n,o){const r=new Float64Array(o*o);let s=0;for(let i=0;i<t.length;i+=1){const a=j((0,f.at)(t,i),n,o),l=j((0,f.at)(e,i),n,o);if(a===V||l===V){s+=1;continue}const u=l*o+a;r[u]=(0,f.at)(r,u)+1}return{bounds:n,binCount:o,counts:r,outsideCount:s}}c(Gt,"countPairsInBins");const V=-1;function j(t,{lower:e,upper:n},o){return t>=e&&t<=n?Math.min(o-1,Math.floor((t-e)/(n-e)*o)):V}c(j,"binOf");var Pt=$(51079);function Ht(t){const{truePositives:e,falsePositives:n}=ct(t),[o,r]=[W(e),W(n)];if(o>0&&r>0)return{x:G(0,n.map(s=>s/r)),y:G(0,e.map(s=>s/o))}}c(Ht,"computeRocCurve");function kt(t){const{truePositives:e,falsePositives:n}=ct(t),o=W(e);if(o>0)return{x:G(0,e.map(r=>r/o)),y:G(1,e.map((r,s)=>r/(r+(0,f.at)(n,s))))}}c(kt,"computePrecisionRecallCurve");function ct({labels:t,scores:e,weights:n}){const o=(0,Pt.b)(e).reverse(),[r,s]=[new Float64Array(o.length),new Float64Array(o.length)];let i=0,a=0,l=0;for(let u=0;u<o.length;u+=1){const h=(0,f.G$)(o,u),m=n===void 0?1:(0,f.at)(n,h);(0,f.at)(t,h)===1?i+=m:a+=m,!(u+1<o.length&&(0,f.at)(e,(0,f.G$)(o,u+1))===(0,f.at)(e,h))&&(r[l]=i,s[l]=a,l+=1)}return{truePositives:r.subarray(0,l),falsePositives:s.subarray(0,l)}}c(ct,"countByThreshold");function W(t){return(0,f.at)(t,t.length-1)}c(W,"lastOf");function G(t,e){const n=new Float64Array(e.length+1);return n[0]=t,n.set(e,1),n}c(G,"prepend");var p=$(92447),g=$(4135),d=$(56678),b=$(54021);const Dt=1.05;function q({size:t,label:e,unit:n,challenger:o,champion:r,origin:s}){const a=(Math.max((0,f.Xx)(o.counts).upper,r===void 0?0:(0,f.Xx)(r.counts).upper)||1)*Dt,l=(0,g.aT)(t,{x:{label:e,bounds:o.bounds},y:{label:n,bounds:{lower:0,upper:a}}}),u=s!==void 0&&s>=o.bounds.lower&&s<=o.bounds.upper,h=r===void 0?[]:["challenger","champion"];return{size:t,marks:(0,d.qy)`${l.frame}${Ut(o,l)}${r&&Lt(r,l)}${u?Xt(s,l,a):void 0}`,roles:h}}c(q,"drawHistogram");function J({bounds:{lower:t,upper:e},counts:n}){return o=>t+(e-t)*o/n.length}c(J,"edgesOf");function Ut(t,e){const n=J(t),o=Array.from(t.counts,(r,s)=>{if(r===0)return"";const[i,a]=[(0,b.dE)(e.x(n(s))),(0,b.dE)(e.x(n(s+1)))];return`M${i} ${(0,b.dE)(e.y(0))}V${(0,b.dE)(e.y(r))}H${a}V${(0,b.dE)(e.y(0))}Z`});return(0,d.qy)`<path class="bars challenger" d="${o.join("")}" />`}c(Ut,"drawBars");function Lt(t,e){const n=J(t),o=Array.from(t.counts,(s,i)=>`V${(0,b.dE)(e.y(s))}H${(0,b.dE)(e.x(n(i+1)))}`),r=`M${(0,b.dE)(e.x(n(0)))} ${(0,b.dE)(e.y(0))}`;return(0,d.qy)`<path class="line champion" d="${r}${o.join("")}V${(0,b.dE)(e.y(0))}" />`}c(Lt,"drawOutline");function Xt(t,e,n){const o=(0,b.dE)(e.x(t));return(0,d.qy)`<path
    class="line reference"
    d="M${o} ${(0,b.dE)(e.y(0))}V${(0,b.dE)(e.y(n))}"
  />`}c(Xt,"drawOrigin");function zt(t){const e=J(t);let n=0;return t.counts.forEach((o,r)=>{o>(0,f.at)(t.counts,n)&&(n=r)}),{lower:e(n),upper:e(n+1)}}c(zt,"fullestBin");var P=$(74928);function Y({challenger:t,champion:e}){const n={role:"challenger",scored:t};return e===void 0?[n]:[{role:"champion",scored:e},n]}c(Y,"modelsOf");function H(t,e){return t.toReversed().map(n=>`${n.role} ${e(n)}`).join(", ")}c(H,"listModels");const S={lower:0,upper:1},Zt=200,lt=20;function jt({rows:t,evaluation:e}){const n=Y(t),o=c(r=>Wt(r,n,e),"valueOf");return[Jt(n,o("roc_auc")),Yt(n,o("average_precision")),Qt(n,o("ece")),_t(n,t.codes),ee(n)]}c(jt,"renderBinaryFigures");function Wt(t,e,{metrics:n}){const o=n.find(({metric:l})=>l===t);if(o===void 0)return"";const{challenger:r,comparedValue:s,comparedWith:i}=o,a=e.filter(({role:l})=>l==="challenger"||i==="champion"&&s!==void 0);return H(a,({role:l})=>(0,p.ZV)(l==="challenger"?r:s??NaN))}c(Wt,"describeValues");function Jt(t,e){const n=ut(t,Ht,"straight");if(n.length===0)return(0,d.qy)``;const o={role:"reference",shape:"straight",curve:{x:C(),y:C()}};return(0,g.$v)({key:"roc",title:"ROC curve",alternative:`True positive rate against false positive rate at each threshold.${e===""?"":` Area under the curve: ${e}.`}`,caption:`Each point is one threshold. The dotted diagonal is a random order.${e===""?"":` Area: ${e}.`}`},(0,P.w)({size:g.mH,x:{label:"false positive rate",bounds:S},y:{label:"true positive rate",bounds:S},lines:[o,...n]}))}c(Jt,"renderRoc");function Yt(t,e){const n=ut(t,kt,"straight"),[o]=t;if(n.length===0||o===void 0)return(0,d.qy)``;const r=(0,f.i2)(o.scored.labels),s={role:"reference",shape:"straight",curve:{x:C(),y:Float64Array.of(r,r)}};return(0,g.$v)({key:"precision-recall",title:"Precision and recall",alternative:`Precision against recall at each threshold.${e===""?"":` Average precision: ${e}.`}`,caption:`Each point is one threshold. The dotted line is the share of positive rows, ${(0,p.T1)(r)}.${e===""?"":` Average precision: ${e}.`}`},(0,P.w)({size:g.mH,x:{label:"recall",bounds:S},y:{label:"precision",bounds:S},lines:[s,...n]}))}c(Yt,"renderPrecisionRecall");function Qt(t,e){const n=t.map(({role:s,scored:i})=>{const a=Tt(i);return{role:s,shape:"straight",hasPoints:!0,curve:Kt(a)}}),o={role:"reference",shape:"straight",curve:{x:C(),y:C()}},r=c(s=>({label:s,bounds:S}),"axis");return(0,g.$v)({key:"calibration",title:"Calibration",alternative:`Share of positive rows against mean predicted probability in ten bins.${e===""?"":` Expected calibration error: ${e}.`}`,caption:`Ten bins of equal width; a point on the dotted diagonal is a probability that is a frequency. Bins of few rows deviate by chance.${e===""?"":` Expected calibration error: ${e}.`}`},(0,P.w)({size:g.mH,x:r("mean predicted probability"),y:r("share of positive rows"),lines:[o,...n]}))}c(Qt,"renderCalibration");function Kt(t){return{x:Float64Array.from(t,({meanProbability:e})=>e),y:Float64Array.from(t,({positiveFraction:e})=>e)}}c(Kt,"curveOf");function _t(t,e){const n=t.toReversed(),o=[0,1].map(r=>{const s=n.map(({scored:l})=>te(l,r)),i=s[0]?.rowCount??0,a=s.map(({wrongCount:l})=>(0,d.qy)`<td class="number">
          ${(0,p.B4)(l)}${i===0?"":` (${(0,p.T1)(l/i)})`}
        </td>`);return(0,d.qy)`<tr>
      <th scope="row">${e.length===0?String(r):(0,d.gU)((0,Z.O)(r,e))}</th>
      <td class="number">${(0,p.B4)(i)}</td>
      ${a}
    </tr>`});return(0,d.qy)`<figure>
    <h3>Errors by class</h3>
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">actual class</th>
            <th scope="col">rows</th>
            ${n.map(({role:r})=>(0,d.qy)`<th scope="col">wrong, ${r}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${o}
        </tbody>
      </table>
    </div>
    <figcaption>
      Rows that are predicted to be of the other class, at the threshold
      ${H(t,({scored:r})=>(0,p.ZV)(r.threshold))}.
    </figcaption>
  </figure>`}c(_t,"renderErrors");function te({labels:t,scores:e,threshold:n},o){let[r,s]=[0,0];for(let i=0;i<t.length;i+=1)(0,f.at)(t,i)===o&&(r+=1,(0,f.at)(e,i)>=n!=(o===1)&&(s+=1));return{rowCount:r,wrongCount:s}}c(te,"countErrors");function ee(t){const e=c(s=>{const i=t.find(a=>a.role===s)?.scored;return i&&R(i.scores,S,lt)},"histogramOf"),n=e("challenger");if(n===void 0)return(0,d.qy)``;const o=H(t,({scored:s})=>(0,p.ZV)((0,f.i2)(s.scores))),r=(0,p.B4)(t[0]?.scored.labels.length??0);return(0,g.$v)({key:"scores",title:"Predicted probabilities",alternative:`Number of rows by predicted probability, of ${r} rows. Mean: ${o}.`,caption:`${r} rows in ${lt} bins. Mean: ${o}.`},q({size:g.eV,label:"predicted probability",unit:"rows",challenger:n,champion:e("champion")}))}c(ee,"renderScores");function ut(t,e,n){return t.flatMap(({role:o,scored:r})=>{const s=e(r);return s===void 0?[]:[{role:o,shape:n,curve:qt(s,Zt)}]})}c(ut,"linesOf");function C(){return Float64Array.of(0,1)}c(C,"ends");var Q=$(7085);const ne=30,oe=8;function re({rows:t},e){return[...new Set(e.flatMap(({measure:o})=>o??[]))].slice(0,oe).map((o,r)=>se(o,r,t))}c(re,"renderCaseFigures");function se(t,e,n){const o=Y(n).map(m=>({...m,values:dt(m.scored,t)})),r=o.find(({role:m})=>m==="challenger")?.values,s=o.find(({role:m})=>m==="champion")?.values;if(r===void 0||r.length===0)return(0,d.qy)``;const i=T(s===void 0?[r]:[r,s]),a=c(m=>R(m,i,ne),"histogram"),l=a(r),u=H(o,m=>(0,p.ZV)((0,f.i2)(dt(m.scored,t)))),h=l.outsideCount===0?"":` ${(0,p.B4)(l.outsideCount)} values beyond the axis are not drawn.`;return(0,g.$v)({key:`measure-${e}`,title:`Distribution of ${t}`,alternative:`Number of cases by their mean ${t}. Mean: ${u}.`,caption:`Each case counts once, with the mean of its responses. Mean: ${u}.${h}`},q({size:g.eV,label:t,unit:"cases",challenger:l,champion:s&&s.length>0?a(s):void 0}))}c(se,"renderMeasure");function dt(t,e){const n=(0,Q.kw)(t,e);return(0,Q.N8)((0,Q.QN)(n,t.labels.length)).filter(o=>!Number.isNaN(o))}c(dt,"valuesOf");var ft=$(53273),ie=$(85431),ae=$(64884),B=$(68435),E=$(86346);const ce=30,le=9;function ue(t){const{evaluation:e}=t,{classes:n}=e;if(n===void 0||n.cells.length===0)return[ht(t)];const o=n.complete?de(n.cells):(0,E.G)((0,ae.H)(e));return[(0,d.qy)`<h3>Confusion matrix</h3>
      ${o}`,ht(t)]}c(ue,"renderClassFigures");function de(t){const e=[...new Set(t.flatMap(({actual:s,predicted:i})=>[s,i]))].sort(ie.y),n=t.some(({championRows:s})=>s!==void 0),o=e.map(s=>{const i=t.filter(u=>u.actual===s),a=i.reduce((u,{challengerRows:h})=>u+h,0),l=e.map(u=>fe(i.find(h=>h.predicted===u),a,s===u));return(0,d.qy)`<tr>
      <th scope="row">${(0,d.gU)(s)}</th>
      ${l}
    </tr>`}),r=n?" In parentheses, how many more or fewer than of the champion.":"";return(0,d.qy)`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            ${e.map(s=>(0,d.qy)`<th scope="col">${(0,d.gU)(s)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${o}
        </tbody>
      </table>
    </div>
    <p class="left-out">
      Rows of the challenger by actual class (lines) and predicted class (columns), shaded by the share of the
      actual class.${r}
    </p>`}c(de,"renderMatrix");function fe(t,e,n){if(t===void 0||e===0)return(0,d.qy)`<td class="number">·</td>`;const{challengerRows:o,championRows:r}=t,s=Math.round(o/e*le),i=o-(r??o),a=i===0?"":` (${i>0?"+":"\u2212"}${(0,p.B4)(Math.abs(i))})`;return(0,d.qy)`<td class="number ${n?"right":"wrong"}-${s}">
    ${(0,p.B4)(o)}${a}
  </td>`}c(fe,"renderCell");function ht({rows:t}){const{codes:e,challenger:n,champion:o}=t,r=(0,ft.Eh)(n,e.length),s=o&&(0,ft.Eh)(o,e.length),i=e.map((u,h)=>({name:u,code:h,size:(0,f.at)(r.actual,h)})).filter(({size:u})=>u>0).sort((u,h)=>h.size-u.size||u.code-h.code),a=i.slice(0,ce).map(({name:u,code:h,size:m})=>({name:u,challenger:(0,f.at)(r.hits,h)/m,champion:s&&(0,f.at)(s.hits,h)/m}));if(a.length===0)return(0,d.qy)``;const l=i.length-a.length;return(0,g.$v)({key:"recalls",title:"Share of each class that is found",alternative:`Recall of ${(0,p.B4)(a.length)} classes. ${(0,B.F)(a)}`,caption:`Recall by class, the class with the most rows first.${l>0?` ${(0,p.B4)(l)} smaller classes are left out.`:""} Values of few rows move by chance.`},(0,B.v)(a,"recall"))}c(ht,"renderRecalls");var k=$(24717),pt=$(16744);function he(t,{challenger:e,champion:n},o){const r=t.computeStatistic(e,o),i=n!==void 0&&t.isComputable?.(n)!==!1?t.computeStatistic(n,o):void 0,a=pe(o),l=[];for(let u=0;u<o.count;u+=1){const h=r?.withinGroup(u),m=i?.withinGroup(u);if(h===void 0||i!==void 0&&m===void 0)continue;const y=(0,f.G$)(a,u);l.push({name:o.nameOf(u),rowCount:y,challenger:h,champion:m})}return{metric:t,grouping:o,groups:l,withoutValueCount:o.count-l.length}}c(he,"computeGroupValues");function pe({count:t,groupOfRow:e}){const n=new Int32Array(t);for(let o=0;o<e.length;o++){const r=(0,f.G$)(e,o);n[r]=(0,f.G$)(n,r)+1}return n}c(pe,"countRows");var K=$(17312);const me=30,$e=400,ge=30,ye=90;function be({rows:t,metric:e,showsRows:n}){return e===void 0?[]:[t.grouping,...t.grouping.second===void 0?[]:[t.grouping.second]].filter(({unit:r})=>r!=="row"&&r!=="case").flatMap((r,s)=>{const i=he(e,t,r),a=n||(0,pt.Z_)(r)?i:ve(i);return[we(a,s),Ae(a,s)]})}c(be,"renderGroupFigures");function ve(t){return{...t,groups:t.groups.map((e,n)=>({...e,name:`group ${n+1}`}))}}c(ve,"withoutNames");function D({unit:t,column:e}){return t!=="value"?t:e===void 0?"group":`value of ${(0,K.X5)(e,40)}`}c(D,"nounOf");function we(t,e){const{metric:n,grouping:o,groups:r}=t;if(r.length===0)return(0,d.qy)``;const s=D(o),i=`${n.name} by ${s}`;return o.ordered?xe(t,{key:`periods-${e}`,title:i}):Ee(t,{key:`groups-${e}`,title:i})}c(we,"renderValues");function xe(t,{key:e,title:n}){const{metric:o,grouping:r,groups:s}=t,i=s.slice(-$e),a=i.length<=ye,l=c((v,N)=>({role:v,shape:"straight",hasPoints:a,curve:{x:Float64Array.from(i.keys()),y:Float64Array.from(i,w=>N(w)??NaN)}}),"lineOf"),u=l("challenger",({challenger:v})=>v),m=i.every(({champion:v})=>v!==void 0)?[l("champion",({champion:v})=>v),u]:[u],y=m.map(({curve:v})=>(0,f.Xx)(v.y)),x=Se((0,k.o)(y.map(({lower:v})=>v)),(0,k.n)(y.map(({upper:v})=>v)));return(0,g.$v)({key:e,title:n,alternative:`${o.name} of each ${D(r)}, from ${_(i,0)} to ${_(i,-1)}. ${(0,B.F)(i)}`,caption:`${(0,p.pq)(i.length,r.unit)} in order of time.${mt(t,i.length,"earlier")}`},(0,P.w)({size:g.eV,x:{label:D(r),bounds:{lower:0,upper:Math.max(1,i.length-1)},ticks:Me(i)},y:{label:o.name,bounds:x},lines:m}))}c(xe,"renderPeriods");function _(t,e){return(0,K.X5)(t.at(e)?.name??"",30)}c(_,"nameAt");function Me(t){const e=t.length-1;return[...new Set([0,1,2,3,4].map(o=>Math.round(o*e/4)))].map(o=>({value:o,text:_(t,o)}))}c(Me,"periodTicks");function Ee(t,{key:e,title:n}){const{metric:o,groups:r}=t,s=r.map((i,a)=>({group:i,index:a})).sort((i,a)=>a.group.rowCount-i.group.rowCount||i.index-a.index).slice(0,me).map(({group:i})=>i);return(0,g.$v)({key:e,title:n,alternative:`${o.name} of ${(0,p.B4)(s.length)} groups. ${(0,B.F)(s)}`,caption:`The group with the most rows first.${mt(t,s.length,"smaller")} Values of few rows move by chance.`},(0,B.v)(s,o.name))}c(Ee,"renderLargest");function mt({groups:t,grouping:e,withoutValueCount:n,metric:o},r,s){const i=e.unit==="value"?"group":e.unit,a=t.length-r,l=n;return[a===0?"":` ${(0,p.pq)(a,`${s} ${i}`)} ${a===1?"is":"are"} left out.`,l===0?"":` ${(0,p.pq)(l,i)} ${l===1?"has":"have"} no value of ${o.name}.`].join("")}c(mt,"describeLeftOut");function Ae({metric:t,grouping:e,groups:n},o){const{better:r}=t;if(!(0,M.cq)(r))return(0,d.qy)``;const s=Float64Array.from(n.flatMap(y=>Re(y,r)));if(s.length<2)return(0,d.qy)``;const i=e.unit==="value"?"group":e.unit,a=s.filter(y=>y>0).length,l=s.filter(y=>y<0).length,u=R(s,T([s]),ge),h=`The challenger is better for ${(0,p.pq)(a,i)} and worse for ${(0,p.B4)(l)} of ${(0,p.B4)(s.length)}.`,m=u.outsideCount===0?"":` ${(0,p.B4)(u.outsideCount)} beyond the axis are not drawn.`;return(0,g.$v)({key:`differences-${o}`,title:`Improvement of ${t.name} by ${D(e)}`,alternative:`Number of groups by the improvement of the challenger over the champion. ${h}`,caption:`${h} Right of the dotted line the challenger is better; the largest improvement is ${(0,p.ZV)((0,f.Xx)(s).upper)}, the largest loss ${(0,p.ZV)(Math.max(0,-(0,f.Xx)(s).lower))}.${m}`},q({size:g.eV,label:`improvement in ${t.name}`,unit:`${i}s`,challenger:u,champion:void 0,origin:0}))}c(Ae,"renderDifferences");function Re({challenger:t,champion:e},n){return e===void 0?[]:[(0,M.yv)(t-e,n)]}c(Re,"improvementIn");function Se(t,e){const n=(e-t)*.06||Math.abs(t)*.1||.5;return{lower:t-n,upper:e+n}}c(Se,"padded");var Fe=$(49945);const tt=80;function Oe(t){return t===void 0||t.texts.length+t.pictures.length===0?(0,d.qy)``:(0,d.qy)`<p>${Fe.m}</p>
    ${t.texts.map(({name:e,blocks:n})=>(0,d.qy)`<h3>${(0,d.gU)(e,tt)}</h3>
          ${(0,E.G)(n.join(`

`))}`)}${t.pictures.map(Te)}`}c(Oe,"renderIncludedFiles");function Te({name:t,mediaType:e,base64:n,widthPixels:o,heightPixels:r}){return(0,d.qy)`<figure>
    <img
      src="data:${e};base64,${n}"
      alt="${(0,K.X5)(t,tt)}"
      width="${o}"
      height="${r}"
    />
    <figcaption>${(0,d.gU)(t,tt)}</figcaption>
  </figure>`}c(Te,"renderPicture");var U=$(3162),qe=$(94825),Ce=$(1572);const $t=200,et=24,F=et/2,gt=8;function nt(t){const{lower:e,upper:n,estimate:o,bounds:r,origin:s}=t,i=(0,Ce.O)(t),a=(0,b.rF)({lower:(0,k.o)(i),upper:(0,k.n)(i)},{from:gt,to:$t-gt}),l=c(y=>(0,b.dE)(a(y)),"place"),u=c((y,x)=>(0,d.qy)`<path class="line ${x}" d="M${l(y)} 2V${et-2}" />`,"upright"),[h,m]=[l(e),l(n)];return(0,d.qy)`<svg class="interval" viewBox="0 0 ${$t} ${et}" aria-hidden="true">
    ${s===void 0?void 0:u(s,"reference")}${r.map(y=>u(y,"bound"))}
    <path
      class="line challenger"
      d="M${h} ${F-5}V${F+5}M${h} ${F}H${m}M${m} ${F-5}V${F+5}"
    />
    <circle class="point challenger" cx="${l(o)}" cy="${F}" r="5" />
  </svg>`}c(nt,"drawInterval");function Be(t){const e=(0,qe.S)(t);if(e===void 0)return(0,d.qy)``;const n=e.lines.map(({place:o,name:r,value:s,shown:i,verdict:a})=>(0,d.qy)`<tr>
        <td class="number">${o}</td>
        <th scope="row">${(0,U._)(r)}</th>
        <td class="number">${s}</td>
        <td class="number">${i?.text??"\u2013"}</td>
        <td>${i&&nt(i.bar)}</td>
        <td>${a}</td>
      </tr> `);return(0,d.qy)`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">place</th>
            <th scope="col">challenger</th>
            <th scope="col">${(0,U._)(e.metric)}</th>
            <th scope="col">${e.interval}</th>
            <th scope="col">worse … better</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          ${n}
        </tbody>
      </table>
    </div>
    ${(0,E.G)(e.note)}`}c(Be,"renderChallengers");var L=$(85318);function Ie(t){const e=(0,L.NH)(t);if(e.length===0)return(0,d.qy)``;const n=e.map(({rule:r,compared:s,challenger:i,shown:a,outcome:l})=>(0,d.qy)`<tr>
        <th scope="row">${(0,U._)(r)}</th>
        <td class="number">${s}</td>
        <td class="number">${i}</td>
        <td class="number">${a?.text??"\u2013"}</td>
        <td>${a&&nt(a.bar)}</td>
        <td>${l}</td>
      </tr> `),o=(0,L.yK)(t.rules);return(0,d.qy)`<div class="scroll" tabindex="0">
    <table>
      <caption>
        Dot: estimate. Line: ${o} confidence interval. Thick mark: bound of the rule. Dotted mark: no
        difference. Right is better.
      </caption>
      <thead>
        <tr>
          <th scope="col">rule</th>
          <th scope="col">${(0,L.WO)(t)}</th>
          <th scope="col">challenger</th>
          <th scope="col">value or improvement (${o} CI)</th>
          <th scope="col">worse … better</th>
          <th scope="col">outcome</th>
        </tr>
      </thead>
      <tbody>
        ${n}
      </tbody>
    </table>
  </div> `}c(Ie,"renderRules");const yt=300;function Ne({metrics:t}){if(t.length===0)return(0,d.qy)``;const e=t.length-yt,n=e>0?(0,d.qy)`<p class="left-out">${e} more metrics are left out.</p>`:void 0;return(0,d.qy)`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">metric</th>
            <th scope="col">${(0,L.Jf)(t)}</th>
            <th scope="col">challenger (95 % CI)</th>
            <th scope="col">improvement (95 % CI)</th>
            <th scope="col">worse … better</th>
          </tr>
        </thead>
        <tbody>
          ${t.slice(0,yt).map(Ve)}
        </tbody>
      </table>
    </div>
    ${n}`}c(Ne,"renderMetrics");function Ve(t){const{metric:e,better:n,challenger:o,interval:r,comparedValue:s}=t,i=r===void 0?"":` (${(0,p.ZV)(r.lower)} to ${(0,p.ZV)(r.upper)})`,a=s===void 0?"\u2013":(0,p.ZV)(s),l=Ge(t),u=n===void 0?"":`${n==="zero"?"close to zero":n} is better`;return(0,d.qy)`<tr>
    <th scope="row"><code>${(0,d.gU)(e,100)}</code> <small>${u}</small></th>
    <td class="number">${a}</td>
    <td class="number">${(0,p.ZV)(o)}${i}</td>
    <td class="number">
      ${l===void 0?"\u2013":`${(0,p.Gp)(l.estimate)} (${(0,p.Gp)(l.lower)} to ${(0,p.Gp)(l.upper)})`}
    </td>
    <td>${l&&nt({...l,bounds:[],origin:0})}</td>
  </tr> `}c(Ve,"renderMetric");function Ge({better:t,difference:e}){return e===void 0||!(0,M.cq)(t)?e:{estimate:(0,M.yv)(e.estimate,t),...(0,M.Uv)(e,t)}}c(Ge,"metric_tables_improvementIn");var Pe=$(99927),He=$(89298);const X=9;function ke({size:t,xLabel:e,yLabel:n,role:o,pairs:r}){const{bounds:s,binCount:i,counts:a}=r,l=(0,g.aT)(t,{x:{label:e,bounds:s},y:{label:n,bounds:s}}),u=c(w=>s.lower+(s.upper-s.lower)*w/i,"edge"),h=(0,f.Xx)(a).upper,m=Array.from({length:X},()=>[]);a.forEach((w,O)=>{if(w===0)return;const[Rt,St]=[O%i,Math.floor(O/i)],[yn,bn]=[l.x(u(Rt)),l.x(u(Rt+1))].map(b.dE),[Ft,vn]=[l.y(u(St)),l.y(u(St+1))].map(b.dE),wn=h<=1?X-1:Math.round(Math.log(w)/Math.log(h)*(X-1));m[wn]?.push(`M${yn} ${Ft}V${vn}H${bn}V${Ft}Z`)});const y=m.map((w,O)=>w.length===0?void 0:(0,d.qy)`<path
          class="shade ${o}"
          fill-opacity="${((O+2)/(X+1)).toFixed(1)}"
          d="${w.join("")}"
        />`),[x,v]=[s.lower,s.upper],N=(0,d.qy)`<path
    class="line reference"
    d="M${(0,b.dE)(l.x(x))} ${(0,b.dE)(l.y(x))}L${(0,b.dE)(l.x(v))} ${(0,b.dE)(l.y(v))}"
  />`;return{size:t,marks:(0,d.qy)`${l.frame}${y}${N}`,roles:[o]}}c(ke,"drawDensity");function De({binCount:t,counts:e}){let[n,o]=[0,0];for(let r=0;r<e.length;r+=1)o+=(0,f.at)(e,r),r%t===Math.floor(r/t)&&(n+=(0,f.at)(e,r));return o===0?0:n/o}c(De,"shareOnDiagonal");const Ue=40,bt=40;function vt({rows:t}){const e=Y(t);return[...Le(e),Xe(e)]}c(vt,"renderRegressionFigures");function Le(t){const[e]=t;if(e===void 0)return[];const n=T([e.scored.labels,...t.map(({scored:o})=>o.scores)]);return t.toReversed().map(({role:o,scored:r})=>{const s=Gt({x:r.scores,y:r.labels},n,Ue);return(0,g.$v)({key:`pairs-${o}`,title:`Predicted and actual values, ${o}`,alternative:`Actual values against predicted ones, ${(0,p.T1)(De(s))} of the rows in the squares of the diagonal.`,caption:`The darker, the more rows; on the dotted diagonal both values are equal.${wt(s.outsideCount)}`},ke({size:g.mH,xLabel:"predicted",yLabel:"actual",role:o,pairs:s}))})}c(Le,"renderPairs");function Xe(t){const e=t.map(({role:u,scored:h})=>({role:u,values:(0,f.Re)(h.scores,h.labels)})),n=T(e.map(({values:u})=>u)),o=c(u=>{const h=e.find(m=>m.role===u)?.values;return h&&R(h,n,bt)},"histogramOf"),r=o("champion"),s=o("challenger")??R(new Float64Array,n,bt),{lower:i,upper:a}=zt(s),l=s.outsideCount+(r?.outsideCount??0);return(0,g.$v)({key:"residuals",title:"Residuals",alternative:`Number of rows by residual. Most residuals of the challenger are between ${(0,p.ZV)(i)} and ${(0,p.ZV)(a)}.`,caption:`Predicted minus actual value; right of the dotted line the prediction is too high.${wt(l)}`},q({size:g.eV,label:"residual",unit:"rows",challenger:s,champion:r,origin:0}))}c(Xe,"renderResiduals");function wt(t){return t===0?"":` ${(0,p.pq)(t,"value")} beyond the axes ${t===1?"is":"are"} not drawn.`}c(wt,"describeOutside");var xt=$(15196);const ze={binary:["brier"],multiclass:["brier","accuracy"],regression:["mae"],forecast:["mase","mae"],ranking:["ndcg@10"],scores:[],metrics:[]};function Ze(t,{challenger:e,champion:n},o){if(n===void 0)return;const r=ze[t].flatMap(a=>(0,it.GF)(t,a)??[]),s=[...r,...o===void 0||r.length>0?[]:[o]].filter(({isComputable:a})=>a?.(e)!==!1&&a?.(n)!==!1),i=Ye(e);for(const a of s){const l=je(a,{task:t,challenger:e,champion:n},i);if(l!==void 0)return l}}c(Ze,"compareUnits");function je(t,{task:e,challenger:n,champion:o},r){const{better:s}=t;if(!(0,M.cq)(s))return;const[i,a]=[Mt(t,n,r),Mt(t,o,r)];if(!(i===void 0||a===void 0))return{metric:t,unit:n.byRole?.has(xt.J)===!0?"query":e==="scores"?"case":"row",firstRow:Qe(r),challenger:i,champion:a,improvement:i.map((l,u)=>(0,M.yv)(l-(0,f.at)(a,u),s))}}c(je,"compareBy");function We({improvement:t}){let[e,n,o]=[0,0,0];for(const r of t)r>0?e+=1:r<0?n+=1:r===0&&(o+=1);return{wins:e,losses:n,ties:o}}c(We,"countUnits");function Je({improvement:t},e){const n=t.map(Math.abs).filter(i=>i>0),o=n.length<=e?0:(0,f.at)(n.sort(),n.length-e),r=[];t.forEach((i,a)=>{i!==0&&Math.abs(i)>=o&&r.push(a)});const s=c(i=>Math.abs((0,f.at)(t,i)),"sizeOf");return r.sort((i,a)=>s(a)-s(i)||i-a).slice(0,e)}c(Je,"largestDifferences");function Ye({labels:t,byRole:e}){const n=e?.get(xt.J),o=(0,pt.ZZ)(t.length);if(n===void 0)return o;const r=Int32Array.from(n);return{...o,isByRow:!1,groupOfRow:r,count:1+r.reduce((s,i)=>Math.max(s,i),-1)}}c(Ye,"unitsOf");function Mt(t,e,n){const o=t.computeStatistic(e,n);if(o!==void 0)return Float64Array.from({length:n.count},(r,s)=>o.withinGroup(s)??Number.NaN)}c(Mt,"unit_comparison_valuesOf");function Qe({count:t,groupOfRow:e}){const n=new Int32Array(t).fill(-1);return e.forEach((o,r)=>{(0,f.G$)(n,o)===-1&&(n[o]=r)}),n}c(Qe,"firstRows");const Ke=40,_e=1e3,tn=4e5;function en(t){const{evaluation:e,rows:n,metric:o}=t,r=Ze(e.task,n,o);return r===void 0?[]:[nn(r),on(r,t)]}c(en,"renderUnitFigures");const I={row:"rows",query:"queries",case:"cases"};function nn(t){const{improvement:e,metric:n,unit:o}=t,{wins:r,losses:s,ties:i}=We(t),a=`The challenger is better on ${(0,p.B4)(r)} ${I[o]}, worse on ${(0,p.B4)(s)} and equal on ${(0,p.B4)(i)}, by ${n.name}.`,l=e.filter(m=>!Number.isNaN(m));if(l.length===0)return(0,d.qy)``;const u=R(l,T([l]),Ke),h=u.outsideCount;return(0,g.$v)({key:"units",title:`Wins and losses by ${o}`,alternative:`Number of ${I[o]} by the improvement of the challenger over the champion. ${a}`,caption:`${a} Right of the dotted line the challenger is better.${h===0?"":` ${(0,p.B4)(h)} beyond the axis are not drawn.`} Counts say nothing about how much is won or lost: the rules do.`},q({size:g.eV,label:`improvement in ${n.name}`,unit:I[o],challenger:u,champion:void 0,origin:0}))}c(nn,"renderDistribution");function on(t,{rows:e,showsRows:n,evaluation:o}){const{unit:r,metric:s}=t;if(!n)return(0,d.qy)`<p class="left-out">
      Single ${I[r]} are not shown: ids and predictions can be personal data. In a public repository
      <code>publish-predictions: true</code> shows them.
    </p>`;const i=Je(t,_e);if(i.length===0)return(0,d.qy)``;const a=o.task!=="ranking"&&o.task!=="scores",l=i.map(y=>{const x=(0,f.G$)(t.firstRow,y),v=c((w,O)=>a&&w!==void 0?sn(w,x,o.task):(0,p.ZV)((0,f.at)(O,y)),"shown"),N=a?(0,d.qy)`<td class="number">${rn(e.challenger.labels[x],e.codes)}</td>`:void 0;return(0,d.qy)`<tr>
      <th scope="row">${(0,d.gU)(e.ids.at(x)??"")}</th>
      ${N}
      <td class="number">${v(e.champion,t.champion)}</td>
      <td class="number">${v(e.challenger,t.challenger)}</td>
      <td class="number">${(0,p.Gp)((0,f.at)(t.improvement,y))}</td>
    </tr> `}),u=an(l),h=a?(0,d.qy)`<th scope="col">actual</th>`:void 0,m=r==="query"?"first item of the query":"id";return(0,d.qy)`<h3 id="largest">The largest differences</h3>
    <p>
      ${(0,p.pq)(u.length,"line")} of ${(0,p.B4)(t.improvement.length)} ${I[r]}, the
      largest difference first; the improvement is that of <code>${s.name}</code>.
    </p>
    <div class="searched">
      <div class="scroll tall" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${m}</th>
              ${h}
              <th scope="col">champion</th>
              <th scope="col">challenger</th>
              <th scope="col">improvement</th>
            </tr>
          </thead>
          <tbody>
            ${u}
          </tbody>
        </table>
      </div>
    </div>`}c(on,"unit_figures_renderLargest");function rn(t,e){return e.length===0?(0,d.qy)`${(0,g.T0)(t??Number.NaN)}`:(0,d.gU)((0,Z.O)(t,e))}c(rn,"nameOrNumber");function sn({scores:t,classes:e},n,o){const r=(0,f.at)(t,n);return o==="multiclass"?(0,Z.O)(r,e??[]).slice(0,60):(0,p.ZV)(r)}c(sn,"showPrediction");function an(t){let e=0;const n=t.findIndex(o=>(e+=(0,d.$d)(o),e>tn));return n===-1?t:t.slice(0,n)}c(an,"fitLines");const cn=1e6;function ln(t){const{evaluation:e,text:n,rows:o}=t,r=o===void 0?hn:pn(t,o),s=[{key:"rules",title:"Rules",body:(0,d.qy)`${Ie(e)}${n.notes.map(l=>(0,E.G)(l))}`},{key:"challengers",title:"Challengers",body:Be(e)},{key:"figures",title:"Predictions",body:ot(r.task)},{key:"by-slice",title:"Slices",body:(0,E.G)((0,He.Q)(e))},{key:"by-group",title:"Groups",body:ot(r.groups)},{key:"by-row",title:"Wins and losses",body:ot(r.units)},{key:"metrics",title:"All metrics",body:Ne(e)},{key:"included",title:"From the training",body:Oe(t.included)},{key:"details",title:"Details",body:(0,d.qy)`${n.details.map(l=>(0,E.G)(l))}`}],i=Et(s.filter(({body:l})=>!(0,d.qv)(l))),a=`${e.model}: ${(0,st.C)(e)?"no verdict":e.verdict}`;return(0,Pe.C)({title:a,body:fn(t,i)}).markup}c(ln,"renderHtmlReport");const un=2e4,dn=["by-row","included","details","by-group","metrics","figures"];function Et(t){if(t.reduce((o,{body:r})=>o+(0,d.$d)(r),un)<=cn)return t;const n=dn.find(o=>t.some(r=>r.key===o&&(0,d.$d)(r.body)>(0,d.$d)(At)));return n===void 0?t:Et(t.map(o=>o.key===n?{...o,body:At}:o))}c(Et,"fit");const At=(0,d.qy)`<p class="left-out">Left out: the report would be larger than 1 MB.</p>`;function fn({evaluation:t,text:e},n){const o=(0,st.C)(t)?void 0:(0,d.qy)`<p><span class="verdict verdict-${t.verdict}">${t.verdict}</span></p> `;return(0,d.qy)`<header>
      <h1>${(0,U._)(e.headline)}</h1>
      ${o}${e.summary.map(r=>(0,E.G)(r))}
      <nav aria-label="Sections">
        <ul>
          ${n.map(({key:r,title:s})=>(0,d.qy)`<li><a href="#${r}">${s}</a></li>`)}
        </ul>
      </nav>
    </header>
    ${n.map(({key:r,title:s,body:i})=>(0,d.qy)`<section aria-labelledby="${r}">
          <h2 id="${r}">${s}</h2>
          ${i}
        </section> `)}`}c(fn,"renderBody");const hn={task:[],groups:[],units:[]};function pn(t,e){const{evaluation:n,showsRows:o}=t,r=$n(t),s={evaluation:n,showsRows:o,rows:e,metric:gn(t,r)};return{task:mn[n.task](s,r),groups:be(s),units:en(s)}}c(pn,"renderFigures");const mn={binary:jt,multiclass:ue,regression:vt,forecast:vt,ranking:c(()=>[],"ranking"),scores:re,metrics:c(()=>[],"metrics")};function $n({evaluation:t,config:e}){const{task:n,metrics:o}=t;return o.flatMap(({metric:r})=>(0,it.GF)(n,r,e.predictions)??[])}c($n,"computedMetrics");function gn({evaluation:{rules:t}},e){return[...t.filter(({kind:r,metric:s})=>{const i=e.find(({name:a})=>a===s)?.better;return(0,Ot.gP)(r)&&(0,M.cq)(i)}),...t].map(({metric:r})=>r).flatMap(r=>e.find(s=>s.name===r)??[])[0]??e[0]}c(gn,"decidingMetric");function ot(t){const e=t.filter(n=>!(0,d.qv)(n));return e.length===0?(0,d.qy)``:(0,d.qy)`<div class="figures">${e}</div>`}c(ot,"gridOf")})};export{En as id,An as ids,Rn as modules};
