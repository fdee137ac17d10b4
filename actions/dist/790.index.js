var xn=Object.defineProperty;var c=(ot,z)=>xn(ot,"name",{value:z,configurable:!0});const Mn=790,An=[790],Rn={73790:((ot,z,$)=>{$.d(z,{renderHtmlReport:c(()=>ln,"renderHtmlReport")});var st=$(72937),Ft=$(59615),E=$(92475),it=$(87981),f=$(25756);const M=10;function Ot({labels:t,scores:e,weights:n}){const[r,o,s,i]=[new Float64Array(M),new Float64Array(M),new Float64Array(M),new Float64Array(M)];for(let a=0;a<t.length;a+=1){const l=(0,f.at)(e,a),u=n===void 0?1:(0,f.at)(n,a),h=Math.min(M-1,Math.floor(l*M));r[h]=(0,f.at)(r,h)+1,o[h]=(0,f.at)(o,h)+u,s[h]=(0,f.at)(s,h)+u*(0,f.at)(t,a),i[h]=(0,f.at)(i,h)+u*l}return Array.from({length:M},(a,l)=>({meanProbability:(0,f.at)(i,l)/(0,f.at)(o,l),positiveFraction:(0,f.at)(s,l)/(0,f.at)(o,l),rowCount:(0,f.at)(r,l)})).filter(({rowCount:a})=>a>0)}c(Ot,"computeCalibrationCurve");var L=$(40973);function Tt(t,e){const{x:n,y:r}=t;if(n.length<=4*e)return t;const[o,s]=[(0,f.at)(n,0),(0,f.at)(n,n.length-1)],i=c(u=>Math.min(e-1,Math.floor(((0,f.at)(n,u)-o)/(s-o)*e)),"stretchOf"),a=[];let l=0;for(let u=1;u<=n.length;u+=1)u<n.length&&i(u)===i(l)||(a.push(...Bt(r,l,u)),l=u);return{x:Float64Array.from(a,u=>(0,f.at)(n,u)),y:Float64Array.from(a,u=>(0,f.at)(r,u))}}c(Tt,"thinCurve");function Bt(t,e,n){let r=e,o=e;for(let s=e+1;s<n;s+=1)(0,f.at)(t,s)<(0,f.at)(t,r)&&(r=s),(0,f.at)(t,s)>(0,f.at)(t,o)&&(o=s);return[...new Set([e,r,o,n-1])].sort((s,i)=>s-i)}c(Bt,"outermost");const Ct=.005,It=1e3,Nt=2;function O(t){const e=Vt(t),n=(0,f.Xx)(e);if(e.length<It)return at(n);const r=e.sort(),o=Math.floor(Ct*r.length),s={lower:(0,f.at)(r,o),upper:(0,f.at)(r,r.length-1-o)},i=n.upper-n.lower>Nt*(s.upper-s.lower);return at(i&&s.upper>s.lower?s:n)}c(O,"boundsOf");function Vt(t){const e=new Float64Array(t.reduce((r,o)=>r+o.length,0));let n=0;for(const r of t)e.set(r,n),n+=r.length;return e}c(Vt,"concatenate");function at({lower:t,upper:e}){if(t>e)return{lower:0,upper:1};if(e>t)return{lower:t,upper:e};const n=Math.abs(t)/2||.5;return{lower:t-n,upper:e+n}}c(at,"widen");function R(t,e,n){const r=new Float64Array(n);let o=0;for(let s=0;s<t.length;s++){const i=(0,f.at)(t,s),a=Z(i,e,n);a===V?o+=1:r[a]=(0,f.at)(r,a)+1}return{bounds:e,counts:r,outsideCount:o}}c(R,"countInBins");function Gt({x:t,y:e},n,r){const o=new Float64Array(r*r);let s=0;for(let i=0;i<t.length;i+=1){const a=Z((0,f.at)(t,i),n,r),l=Z((0,f.at)(e,i),n,r);if(a===V||l===V){s+=1;continue}const u=l*r+a;o[u]=(0,f.at)(o,u)+1}return{bounds:n,binCount:r,counts:o,outsideCount:s}}c(Gt,"countPairsInBins");const V=-1;function Z(t,{lower:e,upper:n},r){return t>=e&&t<=n?Math.min(r-1,Math.floor((t-e)/(n-e)*r)):V}c(Z,"binOf");var Pt=$(51079);function kt(t){const{truePositives:e,falsePositives:n}=ct(t),[r,o]=[j(e),j(n)];if(r>0&&o>0)return{x:G(0,n.map(s=>s/o)),y:G(0,e.map(s=>s/r))}}c(kt,"computeRocCurve");function Ht(t){const{truePositives:e,falsePositives:n}=ct(t),r=j(e);if(r>0)return{x:G(0,e.map(o=>o/r)),y:G(1,e.map((o,s)=>o/(o+(0,f.at)(n,s))))}}c(Ht,"computePrecisionRecallCurve");function ct({labels:t,scores:e,weights:n}){const r=(0,Pt.b)(e).reverse(),[o,s]=[new Float64Array(r.length),new Float64Array(r.length)];let i=0,a=0,l=0;for(let u=0;u<r.length;u+=1){const h=(0,f.G$)(r,u),m=n===void 0?1:(0,f.at)(n,h);(0,f.at)(t,h)===1?i+=m:a+=m,!(u+1<r.length&&(0,f.at)(e,(0,f.G$)(r,u+1))===(0,f.at)(e,h))&&(o[l]=i,s[l]=a,l+=1)}return{truePositives:o.subarray(0,l),falsePositives:s.subarray(0,l)}}c(ct,"countByThreshold");function j(t){return(0,f.at)(t,t.length-1)}c(j,"lastOf");function G(t,e){const n=new Float64Array(e.length+1);return n[0]=t,n.set(e,1),n}c(G,"prepend");var p=$(92447),g=$(4135),d=$(56678),b=$(54021);const Dt=1.05;function T({size:t,label:e,unit:n,challenger:r,champion:o,origin:s}){const a=(Math.max((0,f.Xx)(r.counts).upper,o===void 0?0:(0,f.Xx)(o.counts).upper)||1)*Dt,l=(0,g.aT)(t,{x:{label:e,bounds:r.bounds},y:{label:n,bounds:{lower:0,upper:a}}}),u=s!==void 0&&s>=r.bounds.lower&&s<=r.bounds.upper,h=o===void 0?[]:["challenger","champion"];return{size:t,marks:(0,d.qy)`${l.frame}${Ut(r,l)}${o&&Xt(o,l)}${u?zt(s,l,a):void 0}`,roles:h}}c(T,"drawHistogram");function W({bounds:{lower:t,upper:e},counts:n}){return r=>t+(e-t)*r/n.length}c(W,"edgesOf");function Ut(t,e){const n=W(t),r=Array.from(t.counts,(o,s)=>{if(o===0)return"";const[i,a]=[(0,b.dE)(e.x(n(s))),(0,b.dE)(e.x(n(s+1)))];return`M${i} ${(0,b.dE)(e.y(0))}V${(0,b.dE)(e.y(o))}H${a}V${(0,b.dE)(e.y(0))}Z`});return(0,d.qy)`<path class="bars challenger" d="${r.join("")}" />`}c(Ut,"drawBars");function Xt(t,e){const n=W(t),r=Array.from(t.counts,(s,i)=>`V${(0,b.dE)(e.y(s))}H${(0,b.dE)(e.x(n(i+1)))}`),o=`M${(0,b.dE)(e.x(n(0)))} ${(0,b.dE)(e.y(0))}`;return(0,d.qy)`<path class="line champion" d="${o}${r.join("")}V${(0,b.dE)(e.y(0))}" />`}c(Xt,"drawOutline");function zt(t,e,n){const r=(0,b.dE)(e.x(t));return(0,d.qy)`<path
    class="line reference"
    d="M${r} ${(0,b.dE)(e.y(0))}V${(0,b.dE)(e.y(n))}"
  />`}c(zt,"drawOrigin");function Lt(t){const e=W(t);let n=0;return t.counts.forEach((r,o)=>{r>(0,f.at)(t.counts,n)&&(n=o)}),{lower:e(n),upper:e(n+1)}}c(Lt,"fullestBin");var P=$(74928);function Y({challenger:t,champion:e}){const n={role:"challenger",scored:t};return e===void 0?[n]:[{role:"champion",scored:e},n]}c(Y,"modelsOf");function k(t,e){return t.toReversed().map(n=>`${n.role} ${e(n)}`).join(", ")}c(k,"listModels");const S={lower:0,upper:1},Zt=200,lt=20;function jt({rows:t,evaluation:e}){const n=Y(t),r=c(o=>Wt(o,n,e),"valueOf");return[Yt(n,r("roc_auc")),Jt(n,r("average_precision")),Qt(n,r("ece")),_t(n,t.codes),ee(n)]}c(jt,"renderBinaryFigures");function Wt(t,e,{metrics:n}){const r=n.find(({metric:l})=>l===t);if(r===void 0)return"";const{challenger:o,comparedValue:s,comparedWith:i}=r,a=e.filter(({role:l})=>l==="challenger"||i==="champion"&&s!==void 0);return k(a,({role:l})=>(0,p.ZV)(l==="challenger"?o:s??NaN))}c(Wt,"describeValues");function Yt(t,e){const n=ut(t,kt,"straight");if(n.length===0)return(0,d.qy)``;const r={role:"reference",shape:"straight",curve:{x:B(),y:B()}};return(0,g.$v)({key:"roc",title:"ROC curve",alternative:`True positive rate against false positive rate at each threshold.${e===""?"":` Area under the curve: ${e}.`}`,caption:`Each point is one threshold. The dotted diagonal is a random order.${e===""?"":` Area: ${e}.`}`},(0,P.w)({size:g.mH,x:{label:"false positive rate",bounds:S},y:{label:"true positive rate",bounds:S},lines:[r,...n]}))}c(Yt,"renderRoc");function Jt(t,e){const n=ut(t,Ht,"straight"),[r]=t;if(n.length===0||r===void 0)return(0,d.qy)``;const o=(0,f.i2)(r.scored.labels),s={role:"reference",shape:"straight",curve:{x:B(),y:Float64Array.of(o,o)}};return(0,g.$v)({key:"precision-recall",title:"Precision and recall",alternative:`Precision against recall at each threshold.${e===""?"":` Average precision: ${e}.`}`,caption:`Each point is one threshold. The dotted line is the share of positive rows, ${(0,p.T1)(o)}.${e===""?"":` Average precision: ${e}.`}`},(0,P.w)({size:g.mH,x:{label:"recall",bounds:S},y:{label:"precision",bounds:S},lines:[s,...n]}))}c(Jt,"renderPrecisionRecall");function Qt(t,e){const n=t.map(({role:s,scored:i})=>{const a=Ot(i);return{role:s,shape:"straight",hasPoints:!0,curve:Kt(a)}}),r={role:"reference",shape:"straight",curve:{x:B(),y:B()}},o=c(s=>({label:s,bounds:S}),"axis");return(0,g.$v)({key:"calibration",title:"Calibration",alternative:`Share of positive rows against mean predicted probability in ten bins.${e===""?"":` Expected calibration error: ${e}.`}`,caption:`Ten bins of equal width; a point on the dotted diagonal is a probability that is a frequency. Bins of few rows deviate by chance.${e===""?"":` Expected calibration error: ${e}.`}`},(0,P.w)({size:g.mH,x:o("mean predicted probability"),y:o("share of positive rows"),lines:[r,...n]}))}c(Qt,"renderCalibration");function Kt(t){return{x:Float64Array.from(t,({meanProbability:e})=>e),y:Float64Array.from(t,({positiveFraction:e})=>e)}}c(Kt,"curveOf");function _t(t,e){const n=t.toReversed(),r=[0,1].map(o=>{const s=n.map(({scored:l})=>te(l,o)),i=s[0]?.rowCount??0,a=s.map(({wrongCount:l})=>(0,d.qy)`<td class="number">
          ${(0,p.B4)(l)}${i===0?"":` (${(0,p.T1)(l/i)})`}
        </td>`);return(0,d.qy)`<tr>
      <th scope="row">${e.length===0?String(o):(0,d.gU)((0,L.O)(o,e))}</th>
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
            ${n.map(({role:o})=>(0,d.qy)`<th scope="col">wrong, ${o}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${r}
        </tbody>
      </table>
    </div>
    <figcaption>
      Rows that are predicted to be of the other class, at the threshold
      ${k(t,({scored:o})=>(0,p.ZV)(o.threshold))}.
    </figcaption>
  </figure>`}c(_t,"renderErrors");function te({labels:t,scores:e,threshold:n},r){let[o,s]=[0,0];for(let i=0;i<t.length;i+=1)(0,f.at)(t,i)===r&&(o+=1,(0,f.at)(e,i)>=n!=(r===1)&&(s+=1));return{rowCount:o,wrongCount:s}}c(te,"countErrors");function ee(t){const e=c(s=>{const i=t.find(a=>a.role===s)?.scored;return i&&R(i.scores,S,lt)},"histogramOf"),n=e("challenger");if(n===void 0)return(0,d.qy)``;const r=k(t,({scored:s})=>(0,p.ZV)((0,f.i2)(s.scores))),o=(0,p.B4)(t[0]?.scored.labels.length??0);return(0,g.$v)({key:"scores",title:"Predicted probabilities",alternative:`Number of rows by predicted probability, of ${o} rows. Mean: ${r}.`,caption:`${o} rows in ${lt} bins. Mean: ${r}.`},T({size:g.eV,label:"predicted probability",unit:"rows",challenger:n,champion:e("champion")}))}c(ee,"renderScores");function ut(t,e,n){return t.flatMap(({role:r,scored:o})=>{const s=e(o);return s===void 0?[]:[{role:r,shape:n,curve:Tt(s,Zt)}]})}c(ut,"linesOf");function B(){return Float64Array.of(0,1)}c(B,"ends");var J=$(7085);const ne=30,re=8;function oe({rows:t},e){return[...new Set(e.flatMap(({measure:r})=>r??[]))].slice(0,re).map((r,o)=>se(r,o,t))}c(oe,"renderCaseFigures");function se(t,e,n){const r=Y(n).map(m=>({...m,values:dt(m.scored,t)})),o=r.find(({role:m})=>m==="challenger")?.values,s=r.find(({role:m})=>m==="champion")?.values;if(o===void 0||o.length===0)return(0,d.qy)``;const i=O(s===void 0?[o]:[o,s]),a=c(m=>R(m,i,ne),"histogram"),l=a(o),u=k(r,m=>(0,p.ZV)((0,f.i2)(dt(m.scored,t)))),h=l.outsideCount===0?"":` ${(0,p.B4)(l.outsideCount)} values beyond the axis are not drawn.`;return(0,g.$v)({key:`measure-${e}`,title:`Distribution of ${t}`,alternative:`Number of cases by their mean ${t}. Mean: ${u}.`,caption:`Each case counts once, with the mean of its responses. Mean: ${u}.${h}`},T({size:g.eV,label:t,unit:"cases",challenger:l,champion:s&&s.length>0?a(s):void 0}))}c(se,"renderMeasure");function dt(t,e){const n=(0,J.kw)(t,e);return(0,J.N8)((0,J.QN)(n,t.labels.length)).filter(r=>!Number.isNaN(r))}c(dt,"valuesOf");var ft=$(53273),ie=$(85431),ae=$(64884),C=$(68435),A=$(86346);const ce=30,le=9;function ue(t){const{evaluation:e}=t,{classes:n}=e;if(n===void 0||n.cells.length===0)return[ht(t)];const r=n.complete?de(n.cells):(0,A.G)((0,ae.H)(e));return[(0,d.qy)`<h3>Confusion matrix</h3>
      ${r}`,ht(t)]}c(ue,"renderClassFigures");function de(t){const e=[...new Set(t.flatMap(({actual:s,predicted:i})=>[s,i]))].sort(ie.y),n=t.some(({championRows:s})=>s!==void 0),r=e.map(s=>{const i=t.filter(u=>u.actual===s),a=i.reduce((u,{challengerRows:h})=>u+h,0),l=e.map(u=>fe(i.find(h=>h.predicted===u),a,s===u));return(0,d.qy)`<tr>
      <th scope="row">${(0,d.gU)(s)}</th>
      ${l}
    </tr>`}),o=n?" In parentheses, how many more or fewer than of the champion.":"";return(0,d.qy)`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            ${e.map(s=>(0,d.qy)`<th scope="col">${(0,d.gU)(s)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${r}
        </tbody>
      </table>
    </div>
    <p class="left-out">
      Rows of the challenger by actual class (lines) and predicted class (columns), shaded by the share of the
      actual class.${o}
    </p>`}c(de,"renderMatrix");function fe(t,e,n){if(t===void 0||e===0)return(0,d.qy)`<td class="number">·</td>`;const{challengerRows:r,championRows:o}=t,s=Math.round(r/e*le),i=r-(o??r),a=i===0?"":` (${i>0?"+":"\u2212"}${(0,p.B4)(Math.abs(i))})`;return(0,d.qy)`<td class="number ${n?"right":"wrong"}-${s}">
    ${(0,p.B4)(r)}${a}
  </td>`}c(fe,"renderCell");function ht({rows:t}){const{codes:e,challenger:n,champion:r}=t,o=(0,ft.Eh)(n,e.length),s=r&&(0,ft.Eh)(r,e.length),i=e.map((u,h)=>({name:u,code:h,size:(0,f.at)(o.actual,h)})).filter(({size:u})=>u>0).sort((u,h)=>h.size-u.size||u.code-h.code),a=i.slice(0,ce).map(({name:u,code:h,size:m})=>({name:u,challenger:(0,f.at)(o.hits,h)/m,champion:s&&(0,f.at)(s.hits,h)/m}));if(a.length===0)return(0,d.qy)``;const l=i.length-a.length;return(0,g.$v)({key:"recalls",title:"Share of each class that is found",alternative:`Recall of ${(0,p.B4)(a.length)} classes. ${(0,C.F)(a)}`,caption:`Recall by class, the class with the most rows first.${l>0?` ${(0,p.B4)(l)} smaller classes are left out.`:""} Values of few rows move by chance.`},(0,C.v)(a,"recall"))}c(ht,"renderRecalls");var H=$(24717),pt=$(16744);function he(t,{challenger:e,champion:n},r){const o=t.computeStatistic(e,r),i=n!==void 0&&t.isComputable?.(n)!==!1?t.computeStatistic(n,r):void 0,a=pe(r),l=[];for(let u=0;u<r.count;u+=1){const h=o?.withinGroup(u),m=i?.withinGroup(u);if(h===void 0||i!==void 0&&m===void 0)continue;const y=(0,f.G$)(a,u);l.push({name:r.nameOf(u),rowCount:y,challenger:h,champion:m})}return{metric:t,grouping:r,groups:l,withoutValueCount:r.count-l.length}}c(he,"computeGroupValues");function pe({count:t,groupOfRow:e}){const n=new Int32Array(t);for(let r=0;r<e.length;r++){const o=(0,f.G$)(e,r);n[o]=(0,f.G$)(n,o)+1}return n}c(pe,"countRows");var Q=$(17312);const me=30,$e=400,ge=30,ye=90;function be({rows:t,metric:e,showsRows:n}){return e===void 0?[]:[t.grouping,...t.grouping.second===void 0?[]:[t.grouping.second]].filter(({unit:o})=>o!=="row"&&o!=="case").flatMap((o,s)=>{const i=he(e,t,o),a=n||(0,pt.Z_)(o)?i:ve(i);return[we(a,s),Ae(a,s)]})}c(be,"renderGroupFigures");function ve(t){return{...t,groups:t.groups.map((e,n)=>({...e,name:`group ${n+1}`}))}}c(ve,"withoutNames");function D({unit:t,column:e}){return t!=="value"?t:e===void 0?"group":`value of ${(0,Q.X5)(e,40)}`}c(D,"nounOf");function we(t,e){const{metric:n,grouping:r,groups:o}=t;if(o.length===0)return(0,d.qy)``;const s=D(r),i=`${n.name} by ${s}`;return r.ordered?xe(t,{key:`periods-${e}`,title:i}):Me(t,{key:`groups-${e}`,title:i})}c(we,"renderValues");function xe(t,{key:e,title:n}){const{metric:r,grouping:o,groups:s}=t,i=s.slice(-$e),a=i.length<=ye,l=c((v,N)=>({role:v,shape:"straight",hasPoints:a,curve:{x:Float64Array.from(i.keys()),y:Float64Array.from(i,w=>N(w)??NaN)}}),"lineOf"),u=l("challenger",({challenger:v})=>v),m=i.every(({champion:v})=>v!==void 0)?[l("champion",({champion:v})=>v),u]:[u],y=m.map(({curve:v})=>(0,f.Xx)(v.y)),x=Se((0,H.o)(y.map(({lower:v})=>v)),(0,H.n)(y.map(({upper:v})=>v)));return(0,g.$v)({key:e,title:n,alternative:`${r.name} of each ${D(o)}, from ${K(i,0)} to ${K(i,-1)}. ${(0,C.F)(i)}`,caption:`${(0,p.pq)(i.length,o.unit)} in order of time.${mt(t,i.length,"earlier")}`},(0,P.w)({size:g.eV,x:{label:D(o),bounds:{lower:0,upper:Math.max(1,i.length-1)},ticks:Ee(i)},y:{label:r.name,bounds:x},lines:m}))}c(xe,"renderPeriods");function K(t,e){return(0,Q.X5)(t.at(e)?.name??"",30)}c(K,"nameAt");function Ee(t){const e=t.length-1;return[...new Set([0,1,2,3,4].map(r=>Math.round(r*e/4)))].map(r=>({value:r,text:K(t,r)}))}c(Ee,"periodTicks");function Me(t,{key:e,title:n}){const{metric:r,groups:o}=t,s=o.map((i,a)=>({group:i,index:a})).sort((i,a)=>a.group.rowCount-i.group.rowCount||i.index-a.index).slice(0,me).map(({group:i})=>i);return(0,g.$v)({key:e,title:n,alternative:`${r.name} of ${(0,p.B4)(s.length)} groups. ${(0,C.F)(s)}`,caption:`The group with the most rows first.${mt(t,s.length,"smaller")} Values of few rows move by chance.`},(0,C.v)(s,r.name))}c(Me,"renderLargest");function mt({groups:t,grouping:e,withoutValueCount:n,metric:r},o,s){const i=e.unit==="value"?"group":e.unit,a=t.length-o,l=n;return[a===0?"":` ${(0,p.pq)(a,`${s} ${i}`)} ${a===1?"is":"are"} left out.`,l===0?"":` ${(0,p.pq)(l,i)} ${l===1?"has":"have"} no value of ${r.name}.`].join("")}c(mt,"describeLeftOut");function Ae({metric:t,grouping:e,groups:n},r){const{better:o}=t;if(!(0,E.cq)(o))return(0,d.qy)``;const s=Float64Array.from(n.flatMap(y=>Re(y,o)));if(s.length<2)return(0,d.qy)``;const i=e.unit==="value"?"group":e.unit,a=s.filter(y=>y>0).length,l=s.filter(y=>y<0).length,u=R(s,O([s]),ge),h=`The challenger is better for ${(0,p.pq)(a,i)} and worse for ${(0,p.B4)(l)} of ${(0,p.B4)(s.length)}.`,m=u.outsideCount===0?"":` ${(0,p.B4)(u.outsideCount)} beyond the axis are not drawn.`;return(0,g.$v)({key:`differences-${r}`,title:`Improvement of ${t.name} by ${D(e)}`,alternative:`Number of groups by the improvement of the challenger over the champion. ${h}`,caption:`${h} Right of the dotted line the challenger is better; the largest improvement is ${(0,p.ZV)((0,f.Xx)(s).upper)}, the largest loss ${(0,p.ZV)(Math.max(0,-(0,f.Xx)(s).lower))}.${m}`},T({size:g.eV,label:`improvement in ${t.name}`,unit:`${i}s`,challenger:u,champion:void 0,origin:0}))}c(Ae,"renderDifferences");function Re({challenger:t,champion:e},n){return e===void 0?[]:[(0,E.yv)(t-e,n)]}c(Re,"improvementIn");function Se(t,e){const n=(e-t)*.06||Math.abs(t)*.1||.5;return{lower:t-n,upper:e+n}}c(Se,"padded");var qe=$(49945);const _=80;function Fe(t){return t===void 0||t.texts.length+t.pictures.length===0?(0,d.qy)``:(0,d.qy)`<p>${qe.m}</p>
    ${t.texts.map(({name:e,blocks:n})=>(0,d.qy)`<h3>${(0,d.gU)(e,_)}</h3>
          ${(0,A.G)(n.join(`

`))}`)}${t.pictures.map(Oe)}`}c(Fe,"renderIncludedFiles");function Oe({name:t,mediaType:e,base64:n,widthPixels:r,heightPixels:o}){return(0,d.qy)`<figure>
    <img
      src="data:${e};base64,${n}"
      alt="${(0,Q.X5)(t,_)}"
      width="${r}"
      height="${o}"
    />
    <figcaption>${(0,d.gU)(t,_)}</figcaption>
  </figure>`}c(Oe,"renderPicture");var U=$(3162),Te=$(94825),Be=$(1572);const $t=200,tt=24,q=tt/2,gt=8;function et(t){const{lower:e,upper:n,estimate:r,bounds:o,origin:s}=t,i=(0,Be.O)(t),a=(0,b.rF)({lower:(0,H.o)(i),upper:(0,H.n)(i)},{from:gt,to:$t-gt}),l=c(y=>(0,b.dE)(a(y)),"place"),u=c((y,x)=>(0,d.qy)`<path class="line ${x}" d="M${l(y)} 2V${tt-2}" />`,"upright"),[h,m]=[l(e),l(n)];return(0,d.qy)`<svg class="interval" viewBox="0 0 ${$t} ${tt}" aria-hidden="true">
    ${s===void 0?void 0:u(s,"reference")}${o.map(y=>u(y,"bound"))}
    <path
      class="line challenger"
      d="M${h} ${q-5}V${q+5}M${h} ${q}H${m}M${m} ${q-5}V${q+5}"
    />
    <circle class="point challenger" cx="${l(r)}" cy="${q}" r="5" />
  </svg>`}c(et,"drawInterval");function Ce(t){const e=(0,Te.S)(t);if(e===void 0)return(0,d.qy)``;const n=e.lines.map(({place:r,name:o,value:s,shown:i,verdict:a})=>(0,d.qy)`<tr>
        <td class="number">${r}</td>
        <th scope="row">${(0,U._)(o)}</th>
        <td class="number">${s}</td>
        <td class="number">${i?.text??"\u2013"}</td>
        <td>${i&&et(i.bar)}</td>
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
    ${(0,A.G)(e.note)}`}c(Ce,"renderChallengers");var nt=$(85318);function Ie(t){const e=(0,nt.NH)(t);if(e.length===0)return(0,d.qy)``;const n=e.map(({rule:o,compared:s,challenger:i,shown:a,outcome:l})=>(0,d.qy)`<tr>
        <th scope="row">${(0,U._)(o)}</th>
        <td class="number">${s}</td>
        <td class="number">${i}</td>
        <td class="number">${a?.text??"\u2013"}</td>
        <td>${a&&et(a.bar)}</td>
        <td>${l}</td>
      </tr> `),r=(0,nt.yK)(t.rules);return(0,d.qy)`<div class="scroll" tabindex="0">
    <table>
      <caption>
        Dot: estimate. Line: ${r} confidence interval. Thick mark: threshold of the rule. Dotted
        mark: no difference. Right is better.
      </caption>
      <thead>
        <tr>
          <th scope="col">rule</th>
          <th scope="col">${(0,nt.WO)(t)}</th>
          <th scope="col">challenger</th>
          <th scope="col">value or improvement (${r} CI)</th>
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
            <th scope="col">compared with</th>
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
    ${n}`}c(Ne,"renderMetrics");function Ve(t){const{metric:e,better:n,challenger:r,interval:o,comparedValue:s}=t,i=o===void 0?"":` (${(0,p.ZV)(o.lower)} to ${(0,p.ZV)(o.upper)})`,a=s===void 0?"\u2013":(0,p.ZV)(s),l=Ge(t),u=n===void 0?"":`${n==="zero"?"close to zero":n} is better`;return(0,d.qy)`<tr>
    <th scope="row"><code>${(0,d.gU)(e,100)}</code> <small>${u}</small></th>
    <td class="number">${a}</td>
    <td class="number">${(0,p.ZV)(r)}${i}</td>
    <td class="number">
      ${l===void 0?"\u2013":`${(0,p.Gp)(l.estimate)} (${(0,p.Gp)(l.lower)} to ${(0,p.Gp)(l.upper)})`}
    </td>
    <td>${l&&et({...l,bounds:[],origin:0})}</td>
  </tr> `}c(Ve,"renderMetric");function Ge({better:t,difference:e}){return e===void 0||!(0,E.cq)(t)?e:{estimate:(0,E.yv)(e.estimate,t),...(0,E.Uv)(e,t)}}c(Ge,"metric_tables_improvementIn");var Pe=$(99927),ke=$(89298);const X=9;function He({size:t,xLabel:e,yLabel:n,role:r,pairs:o}){const{bounds:s,binCount:i,counts:a}=o,l=(0,g.aT)(t,{x:{label:e,bounds:s},y:{label:n,bounds:s}}),u=c(w=>s.lower+(s.upper-s.lower)*w/i,"edge"),h=(0,f.Xx)(a).upper,m=Array.from({length:X},()=>[]);a.forEach((w,F)=>{if(w===0)return;const[Rt,St]=[F%i,Math.floor(F/i)],[yn,bn]=[l.x(u(Rt)),l.x(u(Rt+1))].map(b.dE),[qt,vn]=[l.y(u(St)),l.y(u(St+1))].map(b.dE),wn=h<=1?X-1:Math.round(Math.log(w)/Math.log(h)*(X-1));m[wn]?.push(`M${yn} ${qt}V${vn}H${bn}V${qt}Z`)});const y=m.map((w,F)=>w.length===0?void 0:(0,d.qy)`<path
          class="shade ${r}"
          fill-opacity="${((F+2)/(X+1)).toFixed(1)}"
          d="${w.join("")}"
        />`),[x,v]=[s.lower,s.upper],N=(0,d.qy)`<path
    class="line reference"
    d="M${(0,b.dE)(l.x(x))} ${(0,b.dE)(l.y(x))}L${(0,b.dE)(l.x(v))} ${(0,b.dE)(l.y(v))}"
  />`;return{size:t,marks:(0,d.qy)`${l.frame}${y}${N}`,roles:[r]}}c(He,"drawDensity");function De({binCount:t,counts:e}){let[n,r]=[0,0];for(let o=0;o<e.length;o+=1)r+=(0,f.at)(e,o),o%t===Math.floor(o/t)&&(n+=(0,f.at)(e,o));return r===0?0:n/r}c(De,"shareOnDiagonal");const Ue=40,bt=40;function vt({rows:t}){const e=Y(t);return[...Xe(e),ze(e)]}c(vt,"renderRegressionFigures");function Xe(t){const[e]=t;if(e===void 0)return[];const n=O([e.scored.labels,...t.map(({scored:r})=>r.scores)]);return t.toReversed().map(({role:r,scored:o})=>{const s=Gt({x:o.scores,y:o.labels},n,Ue);return(0,g.$v)({key:`pairs-${r}`,title:`Predicted and actual values, ${r}`,alternative:`Actual values against predicted ones, ${(0,p.T1)(De(s))} of the rows in the squares of the diagonal.`,caption:`The darker, the more rows; on the dotted diagonal both values are equal.${wt(s.outsideCount)}`},He({size:g.mH,xLabel:"predicted",yLabel:"actual",role:r,pairs:s}))})}c(Xe,"renderPairs");function ze(t){const e=t.map(({role:u,scored:h})=>({role:u,values:(0,f.Re)(h.scores,h.labels)})),n=O(e.map(({values:u})=>u)),r=c(u=>{const h=e.find(m=>m.role===u)?.values;return h&&R(h,n,bt)},"histogramOf"),o=r("champion"),s=r("challenger")??R(new Float64Array,n,bt),{lower:i,upper:a}=Lt(s),l=s.outsideCount+(o?.outsideCount??0);return(0,g.$v)({key:"residuals",title:"Residuals",alternative:`Number of rows by residual. Most residuals of the challenger are between ${(0,p.ZV)(i)} and ${(0,p.ZV)(a)}.`,caption:`Predicted minus actual value; right of the dotted line the prediction is too high.${wt(l)}`},T({size:g.eV,label:"residual",unit:"rows",challenger:s,champion:o,origin:0}))}c(ze,"renderResiduals");function wt(t){return t===0?"":` ${(0,p.pq)(t,"value")} beyond the axes ${t===1?"is":"are"} not drawn.`}c(wt,"describeOutside");var xt=$(15196);const Le={binary:["brier"],multiclass:["brier","accuracy"],regression:["mae"],forecast:["mase","mae"],ranking:["ndcg@10"],scores:[],metrics:[]};function Ze(t,{challenger:e,champion:n},r){if(n===void 0)return;const o=Le[t].flatMap(a=>(0,it.GF)(t,a)??[]),s=[...o,...r===void 0||o.length>0?[]:[r]].filter(({isComputable:a})=>a?.(e)!==!1&&a?.(n)!==!1),i=Je(e);for(const a of s){const l=je(a,{task:t,challenger:e,champion:n},i);if(l!==void 0)return l}}c(Ze,"compareUnits");function je(t,{task:e,challenger:n,champion:r},o){const{better:s}=t;if(!(0,E.cq)(s))return;const[i,a]=[Et(t,n,o),Et(t,r,o)];if(!(i===void 0||a===void 0))return{metric:t,unit:n.byRole?.has(xt.J)===!0?"query":e==="scores"?"case":"row",firstRow:Qe(o),challenger:i,champion:a,improvement:i.map((l,u)=>(0,E.yv)(l-(0,f.at)(a,u),s))}}c(je,"compareBy");function We({improvement:t}){let[e,n,r]=[0,0,0];for(const o of t)o>0?e+=1:o<0?n+=1:o===0&&(r+=1);return{wins:e,losses:n,ties:r}}c(We,"countUnits");function Ye({improvement:t},e){const n=t.map(Math.abs).filter(i=>i>0),r=n.length<=e?0:(0,f.at)(n.sort(),n.length-e),o=[];t.forEach((i,a)=>{i!==0&&Math.abs(i)>=r&&o.push(a)});const s=c(i=>Math.abs((0,f.at)(t,i)),"sizeOf");return o.sort((i,a)=>s(a)-s(i)||i-a).slice(0,e)}c(Ye,"largestDifferences");function Je({labels:t,byRole:e}){const n=e?.get(xt.J),r=(0,pt.ZZ)(t.length);if(n===void 0)return r;const o=Int32Array.from(n);return{...r,isByRow:!1,groupOfRow:o,count:1+o.reduce((s,i)=>Math.max(s,i),-1)}}c(Je,"unitsOf");function Et(t,e,n){const r=t.computeStatistic(e,n);if(r!==void 0)return Float64Array.from({length:n.count},(o,s)=>r.withinGroup(s)??Number.NaN)}c(Et,"unit_comparison_valuesOf");function Qe({count:t,groupOfRow:e}){const n=new Int32Array(t).fill(-1);return e.forEach((r,o)=>{(0,f.G$)(n,r)===-1&&(n[r]=o)}),n}c(Qe,"firstRows");const Ke=40,_e=1e3,tn=4e5;function en(t){const{evaluation:e,rows:n,metric:r}=t,o=Ze(e.task,n,r);return o===void 0?[]:[nn(o),rn(o,t)]}c(en,"renderUnitFigures");const I={row:"rows",query:"queries",case:"cases"};function nn(t){const{improvement:e,metric:n,unit:r}=t,{wins:o,losses:s,ties:i}=We(t),a=`The challenger is better on ${(0,p.B4)(o)} ${I[r]}, worse on ${(0,p.B4)(s)} and equal on ${(0,p.B4)(i)}, by ${n.name}.`,l=e.filter(m=>!Number.isNaN(m));if(l.length===0)return(0,d.qy)``;const u=R(l,O([l]),Ke),h=u.outsideCount;return(0,g.$v)({key:"units",title:`Wins and losses by ${r}`,alternative:`Number of ${I[r]} by the improvement of the challenger over the champion. ${a}`,caption:`${a} Right of the dotted line the challenger is better.${h===0?"":` ${(0,p.B4)(h)} beyond the axis are not drawn.`} Counts say nothing about how much is won or lost: the rules do.`},T({size:g.eV,label:`improvement in ${n.name}`,unit:I[r],challenger:u,champion:void 0,origin:0}))}c(nn,"renderDistribution");function rn(t,{rows:e,showsRows:n,evaluation:r}){const{unit:o,metric:s}=t;if(!n)return(0,d.qy)`<p class="left-out">
      Single ${I[o]} are not shown: ids and predictions can be personal data. In a public repository
      <code>publish-predictions: true</code> shows them.
    </p>`;const i=Ye(t,_e);if(i.length===0)return(0,d.qy)``;const a=r.task!=="ranking"&&r.task!=="scores",l=i.map(y=>{const x=(0,f.G$)(t.firstRow,y),v=c((w,F)=>a&&w!==void 0?sn(w,x,r.task):(0,p.ZV)((0,f.at)(F,y)),"shown"),N=a?(0,d.qy)`<td class="number">${on(e.challenger.labels[x],e.codes)}</td>`:void 0;return(0,d.qy)`<tr>
      <th scope="row">${(0,d.gU)(e.ids.at(x)??"")}</th>
      ${N}
      <td class="number">${v(e.champion,t.champion)}</td>
      <td class="number">${v(e.challenger,t.challenger)}</td>
      <td class="number">${(0,p.Gp)((0,f.at)(t.improvement,y))}</td>
    </tr> `}),u=an(l),h=a?(0,d.qy)`<th scope="col">actual</th>`:void 0,m=o==="query"?"first item of the query":"id";return(0,d.qy)`<h3 id="largest">The largest differences</h3>
    <p>
      ${(0,p.pq)(u.length,"line")} of ${(0,p.B4)(t.improvement.length)} ${I[o]}, the
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
    </div>`}c(rn,"unit_figures_renderLargest");function on(t,e){return e.length===0?(0,d.qy)`${(0,g.T0)(t??Number.NaN)}`:(0,d.gU)((0,L.O)(t,e))}c(on,"nameOrNumber");function sn({scores:t,classes:e},n,r){const o=(0,f.at)(t,n);return r==="multiclass"?(0,L.O)(o,e??[]).slice(0,60):(0,p.ZV)(o)}c(sn,"showPrediction");function an(t){let e=0;const n=t.findIndex(r=>(e+=(0,d.$d)(r),e>tn));return n===-1?t:t.slice(0,n)}c(an,"fitLines");const cn=1e6;function ln(t){const{evaluation:e,text:n,rows:r}=t,o=r===void 0?hn:pn(t,r),s=[{key:"rules",title:"Rules",body:(0,d.qy)`${Ie(e)}${n.notes.map(l=>(0,A.G)(l))}`},{key:"challengers",title:"Challengers",body:Ce(e)},{key:"figures",title:"Predictions",body:rt(o.task)},{key:"by-slice",title:"Slices",body:(0,A.G)((0,ke.Q)(e))},{key:"by-group",title:"Groups",body:rt(o.groups)},{key:"by-row",title:"Wins and losses",body:rt(o.units)},{key:"metrics",title:"All metrics",body:Ne(e)},{key:"included",title:"From the training",body:Fe(t.included)},{key:"details",title:"Details",body:(0,d.qy)`${n.details.map(l=>(0,A.G)(l))}`}],i=Mt(s.filter(({body:l})=>!(0,d.qv)(l))),a=`${e.model}: ${(0,st.C)(e)?"no verdict":e.verdict}`;return(0,Pe.C)({title:a,body:fn(t,i)}).markup}c(ln,"renderHtmlReport");const un=2e4,dn=["by-row","included","details","by-group","metrics","figures"];function Mt(t){if(t.reduce((r,{body:o})=>r+(0,d.$d)(o),un)<=cn)return t;const n=dn.find(r=>t.some(o=>o.key===r&&(0,d.$d)(o.body)>(0,d.$d)(At)));return n===void 0?t:Mt(t.map(r=>r.key===n?{...r,body:At}:r))}c(Mt,"fit");const At=(0,d.qy)`<p class="left-out">Left out: the report would be larger than 1 MB.</p>`;function fn({evaluation:t,text:e},n){const r=(0,st.C)(t)?void 0:(0,d.qy)`<p><span class="verdict verdict-${t.verdict}">${t.verdict}</span></p> `;return(0,d.qy)`<header>
      <h1>${(0,U._)(e.headline)}</h1>
      ${r}${e.summary.map(o=>(0,A.G)(o))}
      <nav aria-label="Sections">
        <ul>
          ${n.map(({key:o,title:s})=>(0,d.qy)`<li><a href="#${o}">${s}</a></li>`)}
        </ul>
      </nav>
    </header>
    ${n.map(({key:o,title:s,body:i})=>(0,d.qy)`<section aria-labelledby="${o}">
          <h2 id="${o}">${s}</h2>
          ${i}
        </section> `)}`}c(fn,"renderBody");const hn={task:[],groups:[],units:[]};function pn(t,e){const{evaluation:n,showsRows:r}=t,o=$n(t),s={evaluation:n,showsRows:r,rows:e,metric:gn(t,o)};return{task:mn[n.task](s,o),groups:be(s),units:en(s)}}c(pn,"renderFigures");const mn={binary:jt,multiclass:ue,regression:vt,forecast:vt,ranking:c(()=>[],"ranking"),scores:oe,metrics:c(()=>[],"metrics")};function $n({evaluation:t,config:e}){const{task:n,metrics:r}=t;return r.flatMap(({metric:o})=>(0,it.GF)(n,o,e.predictions)??[])}c($n,"computedMetrics");function gn({evaluation:{rules:t}},e){return[...t.filter(({kind:o,metric:s})=>{const i=e.find(({name:a})=>a===s)?.better;return(0,Ft.gP)(o)&&(0,E.cq)(i)}),...t].map(({metric:o})=>o).flatMap(o=>e.find(s=>s.name===o)??[])[0]??e[0]}c(gn,"decidingMetric");function rt(t){const e=t.filter(n=>!(0,d.qv)(n));return e.length===0?(0,d.qy)``:(0,d.qy)`<div class="figures">${e}</div>`}c(rt,"gridOf")})};export{Mn as id,An as ids,Rn as modules};
