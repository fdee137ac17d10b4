var pn=Object.defineProperty;var c=(tt,L)=>pn(tt,"name",{value:L,configurable:!0});const $n=974,gn=[974],yn={16974:((tt,L,$)=>{$.d(L,{renderHtmlReport:c(()=>tn,"renderHtmlReport")});var et=$(72937),Tt=$(59615),E=$(92475),nt=$(68704),d=$(25756);const M=10;function Ot({labels:t,scores:e,weights:o}){const[n,r,s,a]=[new Float64Array(M),new Float64Array(M),new Float64Array(M),new Float64Array(M)];for(let i=0;i<t.length;i+=1){const[l,u]=[(0,d.at)(e,i),o===void 0?1:(0,d.at)(o,i)],h=Math.min(M-1,Math.floor(l*M));n[h]=(0,d.at)(n,h)+1,r[h]=(0,d.at)(r,h)+u,s[h]=(0,d.at)(s,h)+u*(0,d.at)(t,i),a[h]=(0,d.at)(a,h)+u*l}return Array.from({length:M},(i,l)=>({meanProbability:(0,d.at)(a,l)/(0,d.at)(r,l),positiveFraction:(0,d.at)(s,l)/(0,d.at)(r,l),rowCount:(0,d.at)(n,l)})).filter(({rowCount:i})=>i>0)}c(Ot,"computeCalibrationCurve");var U=$(40973);function Ft(t,e){const{x:o,y:n}=t;if(o.length<=4*e)return t;const[r,s]=[(0,d.at)(o,0),(0,d.at)(o,o.length-1)],a=c(u=>Math.min(e-1,Math.floor(((0,d.at)(o,u)-r)/(s-r)*e)),"stretchOf"),i=[];let l=0;for(let u=1;u<=o.length;u+=1)u<o.length&&a(u)===a(l)||(i.push(...qt(n,l,u)),l=u);return{x:Float64Array.from(i,u=>(0,d.at)(o,u)),y:Float64Array.from(i,u=>(0,d.at)(n,u))}}c(Ft,"thinCurve");function qt(t,e,o){let[n,r]=[e,e];for(let s=e+1;s<o;s+=1)(0,d.at)(t,s)<(0,d.at)(t,n)&&(n=s),(0,d.at)(t,s)>(0,d.at)(t,r)&&(r=s);return[...new Set([e,n,r,o-1])].sort((s,a)=>s-a)}c(qt,"outermost");const Bt=.005,Ct=1e3,It=2;function O(t){const e=Nt(t),o=(0,d.Xx)(e);if(e.length<Ct)return ot(o);const n=e.sort(),r=Math.floor(Bt*n.length),s={lower:(0,d.at)(n,r),upper:(0,d.at)(n,n.length-1-r)},a=o.upper-o.lower>It*(s.upper-s.lower);return ot(a&&s.upper>s.lower?s:o)}c(O,"boundsOf");function Nt(t){const e=new Float64Array(t.reduce((n,r)=>n+r.length,0));let o=0;for(const n of t)e.set(n,o),o+=n.length;return e}c(Nt,"concatenate");function ot({lower:t,upper:e}){if(t>e)return{lower:0,upper:1};if(e>t)return{lower:t,upper:e};const o=Math.abs(t)/2||.5;return{lower:t-o,upper:e+o}}c(ot,"widen");function A(t,e,o){const n=new Float64Array(o);let r=0;for(let s=0;s<t.length;s++){const a=(0,d.at)(t,s),i=Z(a,e,o);i===V?r+=1:n[i]=(0,d.at)(n,i)+1}return{bounds:e,counts:n,outsideCount:r}}c(A,"countInBins");function Vt({x:t,y:e},o,n){const r=new Float64Array(n*n);let s=0;for(let a=0;a<t.length;a+=1){const[i,l]=[Z((0,d.at)(t,a),o,n),Z((0,d.at)(e,a),o,n)];if(i===V||l===V){s+=1;continue}const u=l*n+i;r[u]=(0,d.at)(r,u)+1}return{bounds:o,binCount:n,counts:r,outsideCount:s}}c(Vt,"countPairsInBins");const V=-1;function Z(t,{lower:e,upper:o},n){return t>=e&&t<=o?Math.min(n-1,Math.floor((t-e)/(o-e)*n)):V}c(Z,"binOf");var Gt=$(51079);function Pt(t){const{truePositives:e,falsePositives:o}=rt(t),[n,r]=[X(e),X(o)];if(n>0&&r>0)return{x:G(0,o.map(s=>s/r)),y:G(0,e.map(s=>s/n))}}c(Pt,"computeRocCurve");function kt(t){const{truePositives:e,falsePositives:o}=rt(t),n=X(e);if(n>0)return{x:G(0,e.map(r=>r/n)),y:G(1,e.map((r,s)=>r/(r+(0,d.at)(o,s))))}}c(kt,"computePrecisionRecallCurve");function rt({labels:t,scores:e,weights:o}){const n=(0,Gt.b)(e).reverse(),[r,s]=[new Float64Array(n.length),new Float64Array(n.length)];let[a,i,l]=[0,0,0];for(let u=0;u<n.length;u+=1){const h=(0,d.G$)(n,u),m=o===void 0?1:(0,d.at)(o,h);(0,d.at)(t,h)===1?a+=m:i+=m,!(u+1<n.length&&(0,d.at)(e,(0,d.G$)(n,u+1))===(0,d.at)(e,h))&&(r[l]=a,s[l]=i,l+=1)}return{truePositives:r.subarray(0,l),falsePositives:s.subarray(0,l)}}c(rt,"countByThreshold");function X(t){return(0,d.at)(t,t.length-1)}c(X,"lastOf");function G(t,e){const o=new Float64Array(e.length+1);return o[0]=t,o.set(e,1),o}c(G,"prepend");var p=$(92447),g=$(4135),f=$(56678),y=$(54021);const Ht=1.05;function F({size:t,label:e,unit:o,challenger:n,champion:r,origin:s}){const i=(Math.max((0,d.Xx)(n.counts).upper,r===void 0?0:(0,d.Xx)(r.counts).upper)||1)*Ht,l=(0,g.aT)(t,{x:{label:e,bounds:n.bounds},y:{label:o,bounds:{lower:0,upper:i}}}),u=s!==void 0&&s>=n.bounds.lower&&s<=n.bounds.upper,h=r===void 0?[]:["challenger","champion"];return{size:t,marks:(0,f.qy)`${l.frame}${Dt(n,l)}${r&&zt(r,l)}${u?Lt(s,l,i):void 0}`,roles:h}}c(F,"drawHistogram");function j({bounds:{lower:t,upper:e},counts:o}){return n=>t+(e-t)*n/o.length}c(j,"edgesOf");function Dt(t,e){const o=j(t),n=Array.from(t.counts,(r,s)=>{if(r===0)return"";const[a,i]=[(0,y.dE)(e.x(o(s))),(0,y.dE)(e.x(o(s+1)))];return`M${a} ${(0,y.dE)(e.y(0))}V${(0,y.dE)(e.y(r))}H${i}V${(0,y.dE)(e.y(0))}Z`});return(0,f.qy)`<path class="bars challenger" d="${n.join("")}" />`}c(Dt,"drawBars");function zt(t,e){const o=j(t),n=Array.from(t.counts,(s,a)=>`V${(0,y.dE)(e.y(s))}H${(0,y.dE)(e.x(o(a+1)))}`),r=`M${(0,y.dE)(e.x(o(0)))} ${(0,y.dE)(e.y(0))}`;return(0,f.qy)`<path class="line champion" d="${r}${n.join("")}V${(0,y.dE)(e.y(0))}" />`}c(zt,"drawOutline");function Lt(t,e,o){const n=(0,y.dE)(e.x(t));return(0,f.qy)`<path
    class="line reference"
    d="M${n} ${(0,y.dE)(e.y(0))}V${(0,y.dE)(e.y(o))}"
  />`}c(Lt,"drawOrigin");function Ut(t){const e=j(t);let o=0;return t.counts.forEach((n,r)=>{n>(0,d.at)(t.counts,o)&&(o=r)}),{lower:e(o),upper:e(o+1)}}c(Ut,"fullestBin");var P=$(74928);function W({challenger:t,champion:e}){const o={role:"challenger",scored:t};return e===void 0?[o]:[{role:"champion",scored:e},o]}c(W,"modelsOf");function k(t,e){return t.toReversed().map(o=>`${o.role} ${e(o)}`).join(", ")}c(k,"listModels");const R={lower:0,upper:1},Zt=200,st=20;function Xt({rows:t,evaluation:e}){const o=W(t),n=c(r=>jt(r,o,e),"valueOf");return[Wt(o,n("roc_auc")),Yt(o,n("average_precision")),Jt(o,n("ece")),Kt(o,t.codes),te(o)]}c(Xt,"renderBinaryFigures");function jt(t,e,{metrics:o}){const n=o.find(({metric:l})=>l===t);if(n===void 0)return"";const{challenger:r,comparedValue:s,comparedWith:a}=n,i=e.filter(({role:l})=>l==="challenger"||a==="champion"&&s!==void 0);return k(i,({role:l})=>(0,p.ZV)(l==="challenger"?r:s??NaN))}c(jt,"describeValues");function Wt(t,e){const o=at(t,Pt,"straight");if(o.length===0)return(0,f.qy)``;const n={role:"reference",shape:"straight",curve:{x:q(),y:q()}};return(0,g.$v)({key:"roc",title:"ROC curve",alternative:`True positive rate against false positive rate at each threshold.${e===""?"":` Area under the curve: ${e}.`}`,caption:`Each point is one threshold. The dotted diagonal is a random order.${e===""?"":` Area: ${e}.`}`},(0,P.w)({size:g.mH,x:{label:"false positive rate",bounds:R},y:{label:"true positive rate",bounds:R},lines:[n,...o]}))}c(Wt,"renderRoc");function Yt(t,e){const o=at(t,kt,"straight"),[n]=t;if(o.length===0||n===void 0)return(0,f.qy)``;const r=(0,d.i2)(n.scored.labels),s={role:"reference",shape:"straight",curve:{x:q(),y:Float64Array.of(r,r)}};return(0,g.$v)({key:"precision-recall",title:"Precision and recall",alternative:`Precision against recall at each threshold.${e===""?"":` Average precision: ${e}.`}`,caption:`Each point is one threshold. The dotted line is the share of positive rows, ${(0,p.T1)(r)}.${e===""?"":` Average precision: ${e}.`}`},(0,P.w)({size:g.mH,x:{label:"recall",bounds:R},y:{label:"precision",bounds:R},lines:[s,...o]}))}c(Yt,"renderPrecisionRecall");function Jt(t,e){const o=t.map(({role:s,scored:a})=>{const i=Ot(a);return{role:s,shape:"straight",hasPoints:!0,curve:Qt(i)}}),n={role:"reference",shape:"straight",curve:{x:q(),y:q()}},r=c(s=>({label:s,bounds:R}),"axis");return(0,g.$v)({key:"calibration",title:"Calibration",alternative:`Share of positive rows against mean predicted probability in ten bins.${e===""?"":` Expected calibration error: ${e}.`}`,caption:`Ten bins of equal width; a point on the dotted diagonal is a probability that is a frequency. Bins of few rows deviate by chance.${e===""?"":` Expected calibration error: ${e}.`}`},(0,P.w)({size:g.mH,x:r("mean predicted probability"),y:r("share of positive rows"),lines:[n,...o]}))}c(Jt,"renderCalibration");function Qt(t){return{x:Float64Array.from(t,({meanProbability:e})=>e),y:Float64Array.from(t,({positiveFraction:e})=>e)}}c(Qt,"curveOf");function Kt(t,e){const o=t.toReversed(),n=[0,1].map(r=>{const s=o.map(({scored:l})=>_t(l,r)),a=s[0]?.rowCount??0,i=s.map(({wrongCount:l})=>(0,f.qy)`<td class="number">
          ${(0,p.B4)(l)}${a===0?"":` (${(0,p.T1)(l/a)})`}
        </td>`);return(0,f.qy)`<tr>
      <th scope="row">${e.length===0?String(r):(0,f.gU)((0,U.O)(r,e))}</th>
      <td class="number">${(0,p.B4)(a)}</td>
      ${i}
    </tr>`});return(0,f.qy)`<figure>
    <h3>Errors by class</h3>
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">actual class</th>
            <th scope="col">rows</th>
            ${o.map(({role:r})=>(0,f.qy)`<th scope="col">wrong, ${r}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${n}
        </tbody>
      </table>
    </div>
    <figcaption>
      Rows that are predicted to be of the other class, at the threshold
      ${k(t,({scored:r})=>(0,p.ZV)(r.threshold))}.
    </figcaption>
  </figure>`}c(Kt,"renderErrors");function _t({labels:t,scores:e,threshold:o},n){let[r,s]=[0,0];for(let a=0;a<t.length;a+=1)(0,d.at)(t,a)===n&&(r+=1,(0,d.at)(e,a)>=o!=(n===1)&&(s+=1));return{rowCount:r,wrongCount:s}}c(_t,"countErrors");function te(t){const e=c(s=>{const a=t.find(i=>i.role===s)?.scored;return a&&A(a.scores,R,st)},"histogramOf"),o=e("challenger");if(o===void 0)return(0,f.qy)``;const n=k(t,({scored:s})=>(0,p.ZV)((0,d.i2)(s.scores))),r=(0,p.B4)(t[0]?.scored.labels.length??0);return(0,g.$v)({key:"scores",title:"Predicted probabilities",alternative:`Number of rows by predicted probability, of ${r} rows. Mean: ${n}.`,caption:`${r} rows in ${st} bins. Mean: ${n}.`},F({size:g.eV,label:"predicted probability",unit:"rows",challenger:o,champion:e("champion")}))}c(te,"renderScores");function at(t,e,o){return t.flatMap(({role:n,scored:r})=>{const s=e(r);return s===void 0?[]:[{role:n,shape:o,curve:Ft(s,Zt)}]})}c(at,"linesOf");function q(){return Float64Array.of(0,1)}c(q,"ends");var Y=$(7085);const ee=30,ne=8;function oe({rows:t},e){return[...new Set(e.flatMap(({measure:n})=>n??[]))].slice(0,ne).map((n,r)=>re(n,r,t))}c(oe,"renderCaseFigures");function re(t,e,o){const n=W(o).map(m=>({...m,values:it(m.scored,t)})),r=n.find(({role:m})=>m==="challenger")?.values,s=n.find(({role:m})=>m==="champion")?.values;if(r===void 0||r.length===0)return(0,f.qy)``;const a=O(s===void 0?[r]:[r,s]),i=c(m=>A(m,a,ee),"histogram"),l=i(r),u=k(n,m=>(0,p.ZV)((0,d.i2)(it(m.scored,t)))),h=l.outsideCount===0?"":` ${(0,p.B4)(l.outsideCount)} values beyond the axis are not drawn.`;return(0,g.$v)({key:`measure-${e}`,title:`Distribution of ${t}`,alternative:`Number of cases by their mean ${t}. Mean: ${u}.`,caption:`Each case counts once, with the mean of its responses. Mean: ${u}.${h}`},F({size:g.eV,label:t,unit:"cases",challenger:l,champion:s&&s.length>0?i(s):void 0}))}c(re,"renderMeasure");function it(t,e){const o=(0,Y.kw)(t,e);return(0,Y.N8)((0,Y.QN)(o,t.labels.length)).filter(n=>!Number.isNaN(n))}c(it,"valuesOf");var ct=$(53273),se=$(85431),ae=$(64884),B=$(68435),C=$(86346);const ie=30,ce=9;function le(t){const{evaluation:e}=t,{classes:o}=e;if(o===void 0||o.cells.length===0)return[lt(t)];const n=o.complete?ue(o.cells):(0,C.G)((0,ae.H)(e));return[(0,f.qy)`<h3>Confusion matrix</h3>
      ${n}`,lt(t)]}c(le,"renderClassFigures");function ue(t){const e=[...new Set(t.flatMap(({actual:s,predicted:a})=>[s,a]))].sort(se.y),o=t.some(({championRows:s})=>s!==void 0),n=e.map(s=>{const a=t.filter(u=>u.actual===s),i=a.reduce((u,{challengerRows:h})=>u+h,0),l=e.map(u=>de(a.find(h=>h.predicted===u),i,s===u));return(0,f.qy)`<tr>
      <th scope="row">${(0,f.gU)(s)}</th>
      ${l}
    </tr>`}),r=o?" In parentheses, how many more or fewer than of the champion.":"";return(0,f.qy)`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            ${e.map(s=>(0,f.qy)`<th scope="col">${(0,f.gU)(s)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${n}
        </tbody>
      </table>
    </div>
    <p class="left-out">
      Rows of the challenger by actual class (lines) and predicted class (columns), shaded by the share of the
      actual class.${r}
    </p>`}c(ue,"renderMatrix");function de(t,e,o){if(t===void 0||e===0)return(0,f.qy)`<td class="number">·</td>`;const{challengerRows:n,championRows:r}=t,s=Math.round(n/e*ce),a=n-(r??n),i=a===0?"":` (${a>0?"+":"\u2212"}${(0,p.B4)(Math.abs(a))})`;return(0,f.qy)`<td class="number ${o?"right":"wrong"}-${s}">
    ${(0,p.B4)(n)}${i}
  </td>`}c(de,"renderCell");function lt({rows:t}){const{codes:e,challenger:o,champion:n}=t,r=(0,ct.Eh)(o,e.length),s=n&&(0,ct.Eh)(n,e.length),a=e.map((u,h)=>({name:u,code:h,size:(0,d.at)(r.actual,h)})).filter(({size:u})=>u>0).sort((u,h)=>h.size-u.size||u.code-h.code),i=a.slice(0,ie).map(({name:u,code:h,size:m})=>({name:u,challenger:(0,d.at)(r.hits,h)/m,champion:s&&(0,d.at)(s.hits,h)/m}));if(i.length===0)return(0,f.qy)``;const l=a.length-i.length;return(0,g.$v)({key:"recalls",title:"Share of each class that is found",alternative:`Recall of ${(0,p.B4)(i.length)} classes. ${(0,B.F)(i)}`,caption:`Recall by class, the class with the most rows first.${l>0?` ${(0,p.B4)(l)} smaller classes are left out.`:""} Values of few rows move by chance.`},(0,B.v)(i,"recall"))}c(lt,"renderRecalls");var H=$(24717),ut=$(16744);function fe(t,{challenger:e,champion:o},n){const r=t.computeStatistic(e,n),a=o!==void 0&&t.isComputable?.(o)!==!1?t.computeStatistic(o,n):void 0,i=he(n),l=[];for(let u=0;u<n.count;u+=1){const h=r?.withinGroup(u),m=a?.withinGroup(u);if(h===void 0||a!==void 0&&m===void 0)continue;const b=(0,d.G$)(i,u);l.push({name:n.nameOf(u),rowCount:b,challenger:h,champion:m})}return{metric:t,grouping:n,groups:l,withoutValueCount:n.count-l.length}}c(fe,"computeGroupValues");function he({count:t,groupOfRow:e}){const o=new Int32Array(t);for(let n=0;n<e.length;n++){const r=(0,d.G$)(e,n);o[r]=(0,d.G$)(o,r)+1}return o}c(he,"countRows");var dt=$(17312);const pe=30,me=400,$e=30,ge=90;function ye({rows:t,metric:e,showsRows:o}){return e===void 0?[]:[t.grouping,...t.grouping.second===void 0?[]:[t.grouping.second]].filter(({unit:r})=>r!=="row"&&r!=="case").flatMap((r,s)=>{const a=fe(e,t,r),i=o||(0,ut.Z_)(r)?a:be(a);return[ve(i,s),Me(i,s)]})}c(ye,"renderGroupFigures");function be(t){return{...t,groups:t.groups.map((e,o)=>({...e,name:`group ${o+1}`}))}}c(be,"withoutNames");function D({unit:t,column:e}){return t!=="value"?t:e===void 0?"group":`value of ${(0,dt.X5)(e,40)}`}c(D,"nounOf");function ve(t,e){const{metric:o,grouping:n,groups:r}=t;if(r.length===0)return(0,f.qy)``;const s=D(n),a=`${o.name} by ${s}`;return n.ordered?we(t,{key:`periods-${e}`,title:a}):xe(t,{key:`groups-${e}`,title:a})}c(ve,"renderValues");function we(t,{key:e,title:o}){const{metric:n,grouping:r,groups:s}=t,a=s.slice(-me),i=a.length<=ge,l=c((v,N)=>({role:v,shape:"straight",hasPoints:i,curve:{x:Float64Array.from(a.keys()),y:Float64Array.from(a,w=>N(w)??NaN)}}),"lineOf"),u=l("challenger",({challenger:v})=>v),m=a.every(({champion:v})=>v!==void 0)?[l("champion",({champion:v})=>v),u]:[u],b=m.map(({curve:v})=>(0,d.Xx)(v.y)),x=Re((0,H.o)(b.map(({lower:v})=>v)),(0,H.n)(b.map(({upper:v})=>v)));return(0,g.$v)({key:e,title:o,alternative:`${n.name} of each ${D(r)}, from ${J(a,0)} to ${J(a,-1)}. ${(0,B.F)(a)}`,caption:`${(0,p.pq)(a.length,r.unit)} in order of time.${ft(t,a.length,"earlier")}`},(0,P.w)({size:g.eV,x:{label:D(r),bounds:{lower:0,upper:Math.max(1,a.length-1)},ticks:Ee(a)},y:{label:n.name,bounds:x},lines:m}))}c(we,"renderPeriods");function J(t,e){return(0,dt.X5)(t.at(e)?.name??"",30)}c(J,"nameAt");function Ee(t){const e=t.length-1;return[...new Set([0,1,2,3,4].map(n=>Math.round(n*e/4)))].map(n=>({value:n,text:J(t,n)}))}c(Ee,"periodTicks");function xe(t,{key:e,title:o}){const{metric:n,groups:r}=t,s=r.map((a,i)=>({group:a,index:i})).sort((a,i)=>i.group.rowCount-a.group.rowCount||a.index-i.index).slice(0,pe).map(({group:a})=>a);return(0,g.$v)({key:e,title:o,alternative:`${n.name} of ${(0,p.B4)(s.length)} groups. ${(0,B.F)(s)}`,caption:`The group with the most rows first.${ft(t,s.length,"smaller")} Values of few rows move by chance.`},(0,B.v)(s,n.name))}c(xe,"renderLargest");function ft({groups:t,grouping:e,withoutValueCount:o,metric:n},r,s){const a=e.unit==="value"?"group":e.unit,i=t.length-r,l=o;return[i===0?"":` ${(0,p.pq)(i,`${s} ${a}`)} ${i===1?"is":"are"} left out.`,l===0?"":` ${(0,p.pq)(l,a)} ${l===1?"has":"have"} no value of ${n.name}.`].join("")}c(ft,"describeLeftOut");function Me({metric:t,grouping:e,groups:o},n){const{better:r}=t;if(!(0,E.cq)(r))return(0,f.qy)``;const s=Float64Array.from(o.flatMap(b=>Ae(b,r)));if(s.length<2)return(0,f.qy)``;const a=e.unit==="value"?"group":e.unit,i=s.filter(b=>b>0).length,l=s.filter(b=>b<0).length,u=A(s,O([s]),$e),h=`The challenger is better for ${(0,p.pq)(i,a)} and worse for ${(0,p.B4)(l)} of ${(0,p.B4)(s.length)}.`,m=u.outsideCount===0?"":` ${(0,p.B4)(u.outsideCount)} beyond the axis are not drawn.`;return(0,g.$v)({key:`differences-${n}`,title:`Improvement of ${t.name} by ${D(e)}`,alternative:`Number of groups by the improvement of the challenger over the champion. ${h}`,caption:`${h} Right of the dotted line the challenger is better; the largest improvement is ${(0,p.ZV)((0,d.Xx)(s).upper)}, the largest loss ${(0,p.ZV)(Math.max(0,-(0,d.Xx)(s).lower))}.${m}`},F({size:g.eV,label:`improvement in ${t.name}`,unit:`${a}s`,challenger:u,champion:void 0,origin:0}))}c(Me,"renderDifferences");function Ae({challenger:t,champion:e},o){return e===void 0?[]:[(0,E.yv)(t-e,o)]}c(Ae,"improvementIn");function Re(t,e){const o=(e-t)*.06||Math.abs(t)*.1||.5;return{lower:t-o,upper:e+o}}c(Re,"padded");var ht=$(3162),Q=$(85318);const pt=200,K=24,S=K/2,mt=8;function $t({lower:t,upper:e,estimate:o,bounds:n,origin:r}){const s=[t,e,o,...n,...r===void 0?[]:[r]],a=(0,y.rF)({lower:(0,H.o)(s),upper:(0,H.n)(s)},{from:mt,to:pt-mt}),i=c(m=>(0,y.dE)(a(m)),"place"),l=c((m,b)=>(0,f.qy)`<path class="line ${b}" d="M${i(m)} 2V${K-2}" />`,"upright"),[u,h]=[i(t),i(e)];return(0,f.qy)`<svg class="interval" viewBox="0 0 ${pt} ${K}" aria-hidden="true">
    ${r===void 0?void 0:l(r,"reference")}${n.map(m=>l(m,"bound"))}
    <path
      class="line challenger"
      d="M${u} ${S-5}V${S+5}M${u} ${S}H${h}M${h} ${S-5}V${S+5}"
    />
    <circle class="point challenger" cx="${i(o)}" cy="${S}" r="5" />
  </svg>`}c($t,"drawInterval");function Se(t){const e=(0,Q.NH)(t);if(e.length===0)return(0,f.qy)``;const o=e.map(({rule:r,compared:s,challenger:a,shown:i,outcome:l})=>(0,f.qy)`<tr>
        <th scope="row">${(0,ht._)(r)}</th>
        <td class="number">${s}</td>
        <td class="number">${a}</td>
        <td class="number">${i?.text??"\u2013"}</td>
        <td>${i&&$t(i.bar)}</td>
        <td>${l}</td>
      </tr> `),n=(0,Q.yK)(t.rules);return(0,f.qy)`<div class="scroll" tabindex="0">
    <table>
      <caption>
        Dot: estimate. Line: ${n} confidence interval. Thick mark: threshold of the rule. Dotted
        mark: no difference. Right is better.
      </caption>
      <thead>
        <tr>
          <th scope="col">rule</th>
          <th scope="col">${(0,Q.WO)(t)}</th>
          <th scope="col">challenger</th>
          <th scope="col">value or improvement (${n} CI)</th>
          <th scope="col">worse … better</th>
          <th scope="col">outcome</th>
        </tr>
      </thead>
      <tbody>
        ${o}
      </tbody>
    </table>
  </div> `}c(Se,"renderRules");const gt=300;function Te({metrics:t}){if(t.length===0)return(0,f.qy)``;const e=t.length-gt,o=e>0?(0,f.qy)`<p class="left-out">${e} more metrics are left out.</p>`:void 0;return(0,f.qy)`<div class="scroll" tabindex="0">
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
          ${t.slice(0,gt).map(Oe)}
        </tbody>
      </table>
    </div>
    ${o}`}c(Te,"renderMetrics");function Oe(t){const{metric:e,better:o,challenger:n,interval:r,comparedValue:s}=t,a=r===void 0?"":` (${(0,p.ZV)(r.lower)} to ${(0,p.ZV)(r.upper)})`,i=s===void 0?"\u2013":(0,p.ZV)(s),l=Fe(t),u=o===void 0?"":`${o==="zero"?"close to zero":o} is better`;return(0,f.qy)`<tr>
    <th scope="row"><code>${(0,f.gU)(e,100)}</code> <small>${u}</small></th>
    <td class="number">${i}</td>
    <td class="number">${(0,p.ZV)(n)}${a}</td>
    <td class="number">
      ${l===void 0?"\u2013":`${(0,p.Gp)(l.estimate)} (${(0,p.Gp)(l.lower)} to ${(0,p.Gp)(l.upper)})`}
    </td>
    <td>${l&&$t({...l,bounds:[],origin:0})}</td>
  </tr> `}c(Oe,"renderMetric");function Fe({better:t,difference:e}){return e===void 0||!(0,E.cq)(t)?e:{estimate:(0,E.yv)(e.estimate,t),...(0,E.Uv)(e,t)}}c(Fe,"metric_tables_improvementIn");var qe=$(99927),Be=$(89298);const z=9;function Ce({size:t,xLabel:e,yLabel:o,role:n,pairs:r}){const{bounds:s,binCount:a,counts:i}=r,l=(0,g.aT)(t,{x:{label:e,bounds:s},y:{label:o,bounds:s}}),u=c(w=>s.lower+(s.upper-s.lower)*w/a,"edge"),h=(0,d.Xx)(i).upper,m=Array.from({length:z},()=>[]);i.forEach((w,T)=>{if(w===0)return;const[At,Rt]=[T%a,Math.floor(T/a)],[un,dn]=[l.x(u(At)),l.x(u(At+1))].map(y.dE),[St,fn]=[l.y(u(Rt)),l.y(u(Rt+1))].map(y.dE),hn=h<=1?z-1:Math.round(Math.log(w)/Math.log(h)*(z-1));m[hn]?.push(`M${un} ${St}V${fn}H${dn}V${St}Z`)});const b=m.map((w,T)=>w.length===0?void 0:(0,f.qy)`<path
          class="shade ${n}"
          fill-opacity="${((T+2)/(z+1)).toFixed(1)}"
          d="${w.join("")}"
        />`),[x,v]=[s.lower,s.upper],N=(0,f.qy)`<path
    class="line reference"
    d="M${(0,y.dE)(l.x(x))} ${(0,y.dE)(l.y(x))}L${(0,y.dE)(l.x(v))} ${(0,y.dE)(l.y(v))}"
  />`;return{size:t,marks:(0,f.qy)`${l.frame}${b}${N}`,roles:[n]}}c(Ce,"drawDensity");function Ie({binCount:t,counts:e}){let[o,n]=[0,0];for(let r=0;r<e.length;r+=1)n+=(0,d.at)(e,r),r%t===Math.floor(r/t)&&(o+=(0,d.at)(e,r));return n===0?0:o/n}c(Ie,"shareOnDiagonal");const Ne=40,yt=40;function bt({rows:t}){const e=W(t);return[...Ve(e),Ge(e)]}c(bt,"renderRegressionFigures");function Ve(t){const[e]=t;if(e===void 0)return[];const o=O([e.scored.labels,...t.map(({scored:n})=>n.scores)]);return t.toReversed().map(({role:n,scored:r})=>{const s=Vt({x:r.scores,y:r.labels},o,Ne);return(0,g.$v)({key:`pairs-${n}`,title:`Predicted and actual values, ${n}`,alternative:`Actual values against predicted ones, ${(0,p.T1)(Ie(s))} of the rows in the squares of the diagonal.`,caption:`The darker, the more rows; on the dotted diagonal both values are equal.${vt(s.outsideCount)}`},Ce({size:g.mH,xLabel:"predicted",yLabel:"actual",role:n,pairs:s}))})}c(Ve,"renderPairs");function Ge(t){const e=t.map(({role:u,scored:h})=>({role:u,values:(0,d.Re)(h.scores,h.labels)})),o=O(e.map(({values:u})=>u)),n=c(u=>{const h=e.find(m=>m.role===u)?.values;return h&&A(h,o,yt)},"histogramOf"),r=n("champion"),s=n("challenger")??A(new Float64Array,o,yt),{lower:a,upper:i}=Ut(s),l=s.outsideCount+(r?.outsideCount??0);return(0,g.$v)({key:"residuals",title:"Residuals",alternative:`Number of rows by residual. Most residuals of the challenger are between ${(0,p.ZV)(a)} and ${(0,p.ZV)(i)}.`,caption:`Predicted minus actual value; right of the dotted line the prediction is too high.${vt(l)}`},F({size:g.eV,label:"residual",unit:"rows",challenger:s,champion:r,origin:0}))}c(Ge,"renderResiduals");function vt(t){return t===0?"":` ${(0,p.pq)(t,"value")} beyond the axes ${t===1?"is":"are"} not drawn.`}c(vt,"describeOutside");var wt=$(15196);const Pe={binary:["brier"],multiclass:["brier","accuracy"],regression:["mae"],forecast:["mase","mae"],ranking:["ndcg@10"],scores:[],metrics:[]};function ke(t,{challenger:e,champion:o},n){if(o===void 0)return;const r=Pe[t].flatMap(h=>(0,nt.GF)(t,h)??[]),s=[...r,...n===void 0||r.length>0?[]:[n]].find(({isComputable:h})=>h?.(e)!==!1&&h?.(o)!==!1);if(s===void 0||!(0,E.cq)(s.better))return;const{better:a}=s,i=ze(e),[l,u]=[Et(s,e,i),Et(s,o,i)];if(!(l===void 0||u===void 0))return{metric:s,unit:e.facts?.has(wt.J)===!0?"query":t==="scores"?"case":"row",firstRow:Le(i),challenger:l,champion:u,improvement:l.map((h,m)=>(0,E.yv)(h-(0,d.at)(u,m),a))}}c(ke,"compareUnits");function He({improvement:t}){let[e,o,n]=[0,0,0];for(const r of t)r>0?e+=1:r<0?o+=1:r===0&&(n+=1);return{wins:e,losses:o,ties:n}}c(He,"countUnits");function De({improvement:t},e){const o=t.map(Math.abs).filter(a=>a>0),n=o.length<=e?0:(0,d.at)(o.sort(),o.length-e),r=[];t.forEach((a,i)=>{a!==0&&Math.abs(a)>=n&&r.push(i)});const s=c(a=>Math.abs((0,d.at)(t,a)),"sizeOf");return r.sort((a,i)=>s(i)-s(a)||a-i).slice(0,e)}c(De,"largestDifferences");function ze({labels:t,facts:e}){const o=e?.get(wt.J),n=(0,ut.ZZ)(t.length);if(o===void 0)return n;const r=Int32Array.from(o);return{...n,isByRow:!1,groupOfRow:r,count:1+r.reduce((s,a)=>Math.max(s,a),-1)}}c(ze,"unitsOf");function Et(t,e,o){const n=t.computeStatistic(e,o);if(n!==void 0)return Float64Array.from({length:o.count},(r,s)=>n.withinGroup(s)??Number.NaN)}c(Et,"unit_comparison_valuesOf");function Le({count:t,groupOfRow:e}){const o=new Int32Array(t).fill(-1);return e.forEach((n,r)=>{(0,d.G$)(o,n)===-1&&(o[n]=r)}),o}c(Le,"firstRows");const Ue=40,Ze=1e3,Xe=4e5;function je(t){const{evaluation:e,rows:o,metric:n}=t,r=ke(e.task,o,n);return r===void 0?[]:[We(r),Ye(r,t)]}c(je,"renderUnitFigures");const I={row:"rows",query:"queries",case:"cases"};function We(t){const{improvement:e,metric:o,unit:n}=t,{wins:r,losses:s,ties:a}=He(t),i=`The challenger is better on ${(0,p.B4)(r)} ${I[n]}, worse on ${(0,p.B4)(s)} and equal on ${(0,p.B4)(a)}, by ${o.name}.`,l=e.filter(m=>!Number.isNaN(m));if(l.length===0)return(0,f.qy)``;const u=A(l,O([l]),Ue),h=u.outsideCount;return(0,g.$v)({key:"units",title:`Wins and losses by ${n}`,alternative:`Number of ${I[n]} by the improvement of the challenger over the champion. ${i}`,caption:`${i} Right of the dotted line the challenger is better.${h===0?"":` ${(0,p.B4)(h)} beyond the axis are not drawn.`} Counts say nothing about how much is won or lost: the rules do.`},F({size:g.eV,label:`improvement in ${o.name}`,unit:I[n],challenger:u,champion:void 0,origin:0}))}c(We,"renderDistribution");function Ye(t,{rows:e,showsRows:o,evaluation:n}){const{unit:r,metric:s}=t;if(!o)return(0,f.qy)`<p class="left-out">
      Single ${I[r]} are not shown: ids and predictions can be personal data. In a public repository
      <code>publish-predictions: true</code> shows them.
    </p>`;const a=De(t,Ze);if(a.length===0)return(0,f.qy)``;const i=n.task!=="ranking"&&n.task!=="scores",l=a.map(b=>{const x=(0,d.G$)(t.firstRow,b),v=c((w,T)=>i&&w!==void 0?Qe(w,x,n.task):(0,p.ZV)((0,d.at)(T,b)),"shown"),N=i?(0,f.qy)`<td class="number">${Je(e.challenger.labels[x],e.codes)}</td>`:void 0;return(0,f.qy)`<tr>
      <th scope="row">${(0,f.gU)(e.ids.at(x)??"")}</th>
      ${N}
      <td class="number">${v(e.champion,t.champion)}</td>
      <td class="number">${v(e.challenger,t.challenger)}</td>
      <td class="number">${(0,p.Gp)((0,d.at)(t.improvement,b))}</td>
    </tr> `}),u=Ke(l),h=i?(0,f.qy)`<th scope="col">actual</th>`:void 0,m=r==="query"?"first item of the query":"id";return(0,f.qy)`<h3 id="largest">The largest differences</h3>
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
    </div>`}c(Ye,"unit_figures_renderLargest");function Je(t,e){return e.length===0?(0,f.qy)`${(0,g.T0)(t??Number.NaN)}`:(0,f.gU)((0,U.O)(t,e))}c(Je,"nameOrNumber");function Qe({scores:t,classes:e},o,n){const r=(0,d.at)(t,o);return n==="multiclass"?(0,U.O)(r,e??[]).slice(0,60):(0,p.ZV)(r)}c(Qe,"showPrediction");function Ke(t){let e=0;const o=t.findIndex(n=>(e+=(0,f.$d)(n),e>Xe));return o===-1?t:t.slice(0,o)}c(Ke,"fitLines");const _e=1e6;function tn(t){const{evaluation:e,text:o,rows:n}=t,r=n===void 0?rn:sn(t,n),s=[{key:"rules",title:"Rules",body:(0,f.qy)`${Se(e)}${o.notes.map(l=>(0,C.G)(l))}`},{key:"figures",title:"Predictions",body:_(r.task)},{key:"by-slice",title:"Slices",body:(0,C.G)((0,Be.Q)(e))},{key:"by-group",title:"Groups",body:_(r.groups)},{key:"by-row",title:"Wins and losses",body:_(r.units)},{key:"metrics",title:"All metrics",body:Te(e)},{key:"details",title:"Details",body:(0,f.qy)`${o.details.map(l=>(0,C.G)(l))}`}],a=xt(s.filter(({body:l})=>!(0,f.qv)(l))),i=`${e.model}: ${(0,et.C)(e)?"no verdict":e.verdict}`;return(0,qe.C)({title:i,body:on(t,a)}).markup}c(tn,"renderHtmlReport");const en=2e4,nn=["by-row","details","by-group","metrics","figures"];function xt(t){if(t.reduce((n,{body:r})=>n+(0,f.$d)(r),en)<=_e)return t;const o=nn.find(n=>t.some(r=>r.key===n&&(0,f.$d)(r.body)>(0,f.$d)(Mt)));return o===void 0?t:xt(t.map(n=>n.key===o?{...n,body:Mt}:n))}c(xt,"fit");const Mt=(0,f.qy)`<p class="left-out">Left out: the report would be larger than 1 MB.</p>`;function on({evaluation:t,text:e},o){const n=(0,et.C)(t)?void 0:(0,f.qy)`<p><span class="verdict verdict-${t.verdict}">${t.verdict}</span></p> `;return(0,f.qy)`<header>
      <h1>${(0,ht._)(e.headline)}</h1>
      ${n}${e.summary.map(r=>(0,C.G)(r))}
      <nav aria-label="Sections">
        <ul>
          ${o.map(({key:r,title:s})=>(0,f.qy)`<li><a href="#${r}">${s}</a></li>`)}
        </ul>
      </nav>
    </header>
    ${o.map(({key:r,title:s,body:a})=>(0,f.qy)`<section aria-labelledby="${r}">
          <h2 id="${r}">${s}</h2>
          ${a}
        </section> `)}`}c(on,"renderBody");const rn={task:[],groups:[],units:[]};function sn(t,e){const{evaluation:o,showsRows:n}=t,r=cn(t),s={evaluation:o,showsRows:n,rows:e,metric:ln(t,r)};return{task:an[o.task](s,r),groups:ye(s),units:je(s)}}c(sn,"renderFigures");const an={binary:Xt,multiclass:le,regression:bt,forecast:bt,ranking:c(()=>[],"ranking"),scores:oe,metrics:c(()=>[],"metrics")};function cn({evaluation:t,config:e}){const{task:o,metrics:n}=t;return n.flatMap(({metric:r})=>(0,nt.GF)(o,r,e.predictions)??[])}c(cn,"computedMetrics");function ln({evaluation:{rules:t}},e){return[...t.filter(({kind:r,metric:s})=>{const a=e.find(({name:i})=>i===s)?.better;return(0,Tt.gP)(r)&&(0,E.cq)(a)}),...t].map(({metric:r})=>r).flatMap(r=>e.find(s=>s.name===r)??[])[0]??e[0]}c(ln,"decidingMetric");function _(t){const e=t.filter(o=>!(0,f.qv)(o));return e.length===0?(0,f.qy)``:(0,f.qy)`<div class="figures">${e}</div>`}c(_,"gridOf")})};export{$n as id,gn as ids,yn as modules};
