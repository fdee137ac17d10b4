var fn=Object.defineProperty;var c=(_,z)=>fn(_,"name",{value:z,configurable:!0});const pn=974,mn=[974],$n={16974:((_,z,$)=>{$.d(z,{renderHtmlReport:c(()=>Qe,"renderHtmlReport")});var tt=$(72937),St=$(59615),M=$(92475),et=$(68704),d=$(25756);const x=10;function Tt({labels:t,scores:e,weights:o}){const[n,r,s,a]=[new Float64Array(x),new Float64Array(x),new Float64Array(x),new Float64Array(x)];for(let i=0;i<t.length;i+=1){const[l,u]=[(0,d.at)(e,i),o===void 0?1:(0,d.at)(o,i)],h=Math.min(x-1,Math.floor(l*x));n[h]=(0,d.at)(n,h)+1,r[h]=(0,d.at)(r,h)+u,s[h]=(0,d.at)(s,h)+u*(0,d.at)(t,i),a[h]=(0,d.at)(a,h)+u*l}return Array.from({length:x},(i,l)=>({meanProbability:(0,d.at)(a,l)/(0,d.at)(r,l),positiveFraction:(0,d.at)(s,l)/(0,d.at)(r,l),rowCount:(0,d.at)(n,l)})).filter(({rowCount:i})=>i>0)}c(Tt,"computeCalibrationCurve");var L=$(40973);function qt(t,e){const{x:o,y:n}=t;if(o.length<=4*e)return t;const[r,s]=[(0,d.at)(o,0),(0,d.at)(o,o.length-1)],a=c(u=>Math.min(e-1,Math.floor(((0,d.at)(o,u)-r)/(s-r)*e)),"stretchOf"),i=[];let l=0;for(let u=1;u<=o.length;u+=1)u<o.length&&a(u)===a(l)||(i.push(...Ot(n,l,u)),l=u);return{x:Float64Array.from(i,u=>(0,d.at)(o,u)),y:Float64Array.from(i,u=>(0,d.at)(n,u))}}c(qt,"thinCurve");function Ot(t,e,o){let[n,r]=[e,e];for(let s=e+1;s<o;s+=1)(0,d.at)(t,s)<(0,d.at)(t,n)&&(n=s),(0,d.at)(t,s)>(0,d.at)(t,r)&&(r=s);return[...new Set([e,n,r,o-1])].sort((s,a)=>s-a)}c(Ot,"outermost");const Bt=.005,Ft=1e3,Ct=2;function q(t){const e=It(t),o=(0,d.Xx)(e);if(e.length<Ft)return nt(o);const n=e.sort(),r=Math.floor(Bt*n.length),s={lower:(0,d.at)(n,r),upper:(0,d.at)(n,n.length-1-r)},a=o.upper-o.lower>Ct*(s.upper-s.lower);return nt(a&&s.upper>s.lower?s:o)}c(q,"boundsOf");function It(t){const e=new Float64Array(t.reduce((n,r)=>n+r.length,0));let o=0;for(const n of t)e.set(n,o),o+=n.length;return e}c(It,"concatenate");function nt({lower:t,upper:e}){if(t>e)return{lower:0,upper:1};if(e>t)return{lower:t,upper:e};const o=Math.abs(t)/2||.5;return{lower:t-o,upper:e+o}}c(nt,"widen");function A(t,e,o){const n=new Float64Array(o);let r=0;for(let s=0;s<t.length;s++){const a=(0,d.at)(t,s),i=U(a,e,o);i===V?r+=1:n[i]=(0,d.at)(n,i)+1}return{bounds:e,counts:n,outsideCount:r}}c(A,"countInBins");function Vt({x:t,y:e},o,n){const r=new Float64Array(n*n);let s=0;for(let a=0;a<t.length;a+=1){const[i,l]=[U((0,d.at)(t,a),o,n),U((0,d.at)(e,a),o,n)];if(i===V||l===V){s+=1;continue}const u=l*n+i;r[u]=(0,d.at)(r,u)+1}return{bounds:o,binCount:n,counts:r,outsideCount:s}}c(Vt,"countPairsInBins");const V=-1;function U(t,{lower:e,upper:o},n){return t>=e&&t<=o?Math.min(n-1,Math.floor((t-e)/(o-e)*n)):V}c(U,"binOf");var Nt=$(51079);function Gt(t){const{truePositives:e,falsePositives:o}=ot(t),[n,r]=[Z(e),Z(o)];if(n>0&&r>0)return{x:N(0,o.map(s=>s/r)),y:N(0,e.map(s=>s/n))}}c(Gt,"computeRocCurve");function Pt(t){const{truePositives:e,falsePositives:o}=ot(t),n=Z(e);if(n>0)return{x:N(0,e.map(r=>r/n)),y:N(1,e.map((r,s)=>r/(r+(0,d.at)(o,s))))}}c(Pt,"computePrecisionRecallCurve");function ot({labels:t,scores:e,weights:o}){const n=(0,Nt.b)(e).reverse(),[r,s]=[new Float64Array(n.length),new Float64Array(n.length)];let[a,i,l]=[0,0,0];for(let u=0;u<n.length;u+=1){const h=(0,d.G$)(n,u),m=o===void 0?1:(0,d.at)(o,h);(0,d.at)(t,h)===1?a+=m:i+=m,!(u+1<n.length&&(0,d.at)(e,(0,d.G$)(n,u+1))===(0,d.at)(e,h))&&(r[l]=a,s[l]=i,l+=1)}return{truePositives:r.subarray(0,l),falsePositives:s.subarray(0,l)}}c(ot,"countByThreshold");function Z(t){return(0,d.at)(t,t.length-1)}c(Z,"lastOf");function N(t,e){const o=new Float64Array(e.length+1);return o[0]=t,o.set(e,1),o}c(N,"prepend");var p=$(92447),g=$(4135),f=$(56678),y=$(54021);const kt=1.05;function O({size:t,label:e,unit:o,challenger:n,champion:r,origin:s}){const i=(Math.max((0,d.Xx)(n.counts).upper,r===void 0?0:(0,d.Xx)(r.counts).upper)||1)*kt,l=(0,g.aT)(t,{x:{label:e,bounds:n.bounds},y:{label:o,bounds:{lower:0,upper:i}}}),u=s!==void 0&&s>=n.bounds.lower&&s<=n.bounds.upper,h=r===void 0?[]:["challenger","champion"];return{size:t,marks:(0,f.qy)`${l.frame}${Ht(n,l)}${r&&Dt(r,l)}${u?zt(s,l,i):void 0}`,roles:h}}c(O,"drawHistogram");function X({bounds:{lower:t,upper:e},counts:o}){return n=>t+(e-t)*n/o.length}c(X,"edgesOf");function Ht(t,e){const o=X(t),n=Array.from(t.counts,(r,s)=>{if(r===0)return"";const[a,i]=[(0,y.dE)(e.x(o(s))),(0,y.dE)(e.x(o(s+1)))];return`M${a} ${(0,y.dE)(e.y(0))}V${(0,y.dE)(e.y(r))}H${i}V${(0,y.dE)(e.y(0))}Z`});return(0,f.qy)`<path class="bars challenger" d="${n.join("")}" />`}c(Ht,"drawBars");function Dt(t,e){const o=X(t),n=Array.from(t.counts,(s,a)=>`V${(0,y.dE)(e.y(s))}H${(0,y.dE)(e.x(o(a+1)))}`),r=`M${(0,y.dE)(e.x(o(0)))} ${(0,y.dE)(e.y(0))}`;return(0,f.qy)`<path class="line champion" d="${r}${n.join("")}V${(0,y.dE)(e.y(0))}" />`}c(Dt,"drawOutline");function zt(t,e,o){const n=(0,y.dE)(e.x(t));return(0,f.qy)`<path
    class="line reference"
    d="M${n} ${(0,y.dE)(e.y(0))}V${(0,y.dE)(e.y(o))}"
  />`}c(zt,"drawOrigin");function Lt(t){const e=X(t);let o=0;return t.counts.forEach((n,r)=>{n>(0,d.at)(t.counts,o)&&(o=r)}),{lower:e(o),upper:e(o+1)}}c(Lt,"fullestBin");var G=$(74928);function j({challenger:t,champion:e}){const o={role:"challenger",scored:t};return e===void 0?[o]:[{role:"champion",scored:e},o]}c(j,"modelsOf");function P(t,e){return t.toReversed().map(o=>`${o.role} ${e(o)}`).join(", ")}c(P,"listModels");const R={lower:0,upper:1},Ut=200,rt=20;function Zt({rows:t,evaluation:e}){const o=j(t),n=c(r=>Xt(r,o,e),"valueOf");return[jt(o,n("roc_auc")),Wt(o,n("average_precision")),Yt(o,n("ece")),Kt(o,t.codes),_t(o)]}c(Zt,"renderBinaryFigures");function Xt(t,e,{metrics:o}){const n=o.find(({metric:l})=>l===t);if(n===void 0)return"";const{challenger:r,comparedValue:s,comparedWith:a}=n,i=e.filter(({role:l})=>l==="challenger"||a==="champion"&&s!==void 0);return P(i,({role:l})=>(0,p.ZV)(l==="challenger"?r:s??NaN))}c(Xt,"describeValues");function jt(t,e){const o=st(t,Gt,"straight");if(o.length===0)return(0,f.qy)``;const n={role:"reference",shape:"straight",curve:{x:B(),y:B()}};return(0,g.$v)({key:"roc",title:"ROC curve",alternative:`True positive rate against false positive rate at each threshold.${e===""?"":` Area under the curve: ${e}.`}`,caption:`Each point is one threshold. The dotted diagonal is a random order.${e===""?"":` Area: ${e}.`}`},(0,G.w)({size:g.mH,x:{label:"false positive rate",bounds:R},y:{label:"true positive rate",bounds:R},lines:[n,...o]}))}c(jt,"renderRoc");function Wt(t,e){const o=st(t,Pt,"straight"),[n]=t;if(o.length===0||n===void 0)return(0,f.qy)``;const r=(0,d.i2)(n.scored.labels),s={role:"reference",shape:"straight",curve:{x:B(),y:Float64Array.of(r,r)}};return(0,g.$v)({key:"precision-recall",title:"Precision and recall",alternative:`Precision against recall at each threshold.${e===""?"":` Average precision: ${e}.`}`,caption:`Each point is one threshold. The dotted line is the share of positive rows, ${(0,p.T1)(r)}.${e===""?"":` Average precision: ${e}.`}`},(0,G.w)({size:g.mH,x:{label:"recall",bounds:R},y:{label:"precision",bounds:R},lines:[s,...o]}))}c(Wt,"renderPrecisionRecall");function Yt(t,e){const o=t.map(({role:s,scored:a})=>{const i=Tt(a);return{role:s,shape:"straight",hasPoints:!0,curve:Jt(i)}}),n={role:"reference",shape:"straight",curve:{x:B(),y:B()}},r=c(s=>({label:s,bounds:R}),"axis");return(0,g.$v)({key:"calibration",title:"Calibration",alternative:`Share of positive rows against mean predicted probability in ten bins.${e===""?"":` Expected calibration error: ${e}.`}`,caption:`Ten bins of equal width; a point on the dotted diagonal is a probability that is a frequency. Bins of few rows deviate by chance.${e===""?"":` Expected calibration error: ${e}.`}`},(0,G.w)({size:g.mH,x:r("mean predicted probability"),y:r("share of positive rows"),lines:[n,...o]}))}c(Yt,"renderCalibration");function Jt(t){return{x:Float64Array.from(t,({meanProbability:e})=>e),y:Float64Array.from(t,({positiveFraction:e})=>e)}}c(Jt,"curveOf");function Kt(t,e){const o=t.toReversed(),n=[0,1].map(r=>{const s=o.map(({scored:l})=>Qt(l,r)),a=s[0]?.rowCount??0,i=s.map(({wrongCount:l})=>(0,f.qy)`<td class="number">
          ${(0,p.B4)(l)}${a===0?"":` (${(0,p.T1)(l/a)})`}
        </td>`);return(0,f.qy)`<tr>
      <th scope="row">${e.length===0?String(r):(0,f.gU)((0,L.O)(r,e))}</th>
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
      ${P(t,({scored:r})=>(0,p.ZV)(r.threshold))}.
    </figcaption>
  </figure>`}c(Kt,"renderErrors");function Qt({labels:t,scores:e,threshold:o},n){let[r,s]=[0,0];for(let a=0;a<t.length;a+=1)(0,d.at)(t,a)===n&&(r+=1,(0,d.at)(e,a)>=o!=(n===1)&&(s+=1));return{rowCount:r,wrongCount:s}}c(Qt,"countErrors");function _t(t){const e=c(s=>{const a=t.find(i=>i.role===s)?.scored;return a&&A(a.scores,R,rt)},"histogramOf"),o=e("challenger");if(o===void 0)return(0,f.qy)``;const n=P(t,({scored:s})=>(0,p.ZV)((0,d.i2)(s.scores))),r=(0,p.B4)(t[0]?.scored.labels.length??0);return(0,g.$v)({key:"scores",title:"Predicted probabilities",alternative:`Number of rows by predicted probability, of ${r} rows. Mean: ${n}.`,caption:`${r} rows in ${rt} bins. Mean: ${n}.`},O({size:g.eV,label:"predicted probability",unit:"rows",challenger:o,champion:e("champion")}))}c(_t,"renderScores");function st(t,e,o){return t.flatMap(({role:n,scored:r})=>{const s=e(r);return s===void 0?[]:[{role:n,shape:o,curve:qt(s,Ut)}]})}c(st,"linesOf");function B(){return Float64Array.of(0,1)}c(B,"ends");var W=$(7085);const te=30,ee=8;function ne({rows:t},e){return[...new Set(e.flatMap(({measure:n})=>n??[]))].slice(0,ee).map((n,r)=>oe(n,r,t))}c(ne,"renderCaseFigures");function oe(t,e,o){const n=j(o).map(m=>({...m,values:at(m.scored,t)})),r=n.find(({role:m})=>m==="challenger")?.values,s=n.find(({role:m})=>m==="champion")?.values;if(r===void 0||r.length===0)return(0,f.qy)``;const a=q(s===void 0?[r]:[r,s]),i=c(m=>A(m,a,te),"histogram"),l=i(r),u=P(n,m=>(0,p.ZV)((0,d.i2)(at(m.scored,t)))),h=l.outsideCount===0?"":` ${(0,p.B4)(l.outsideCount)} values beyond the axis are not drawn.`;return(0,g.$v)({key:`measure-${e}`,title:`Distribution of ${t}`,alternative:`Number of cases by their mean ${t}. Mean: ${u}.`,caption:`Each case counts once, with the mean of its answers. Mean: ${u}.${h}`},O({size:g.eV,label:t,unit:"cases",challenger:l,champion:s&&s.length>0?i(s):void 0}))}c(oe,"renderMeasure");function at(t,e){const o=(0,W.Bw)(t,e);return(0,W.N8)((0,W.Bv)(o,t.labels.length)).filter(n=>!Number.isNaN(n))}c(at,"valuesOf");var it=$(53273),re=$(85431),se=$(64884),F=$(68435),k=$(86346);const ae=30,ie=9;function ce(t){const{evaluation:e}=t,{classes:o}=e;if(o===void 0||o.cells.length===0)return[ct(t)];const n=o.complete?le(o.cells):(0,k.G)((0,se.H)(e));return[(0,f.qy)`<h3>Confusion matrix</h3>
      ${n}`,ct(t)]}c(ce,"renderClassFigures");function le(t){const e=[...new Set(t.flatMap(({actual:s,predicted:a})=>[s,a]))].sort(re.y),o=t.some(({championRows:s})=>s!==void 0),n=e.map(s=>{const a=t.filter(u=>u.actual===s),i=a.reduce((u,{challengerRows:h})=>u+h,0),l=e.map(u=>ue(a.find(h=>h.predicted===u),i,s===u));return(0,f.qy)`<tr>
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
    </p>`}c(le,"renderMatrix");function ue(t,e,o){if(t===void 0||e===0)return(0,f.qy)`<td class="number">·</td>`;const{challengerRows:n,championRows:r}=t,s=Math.round(n/e*ie),a=n-(r??n),i=a===0?"":` (${a>0?"+":"\u2212"}${(0,p.B4)(Math.abs(a))})`;return(0,f.qy)`<td class="number ${o?"right":"wrong"}-${s}">
    ${(0,p.B4)(n)}${i}
  </td>`}c(ue,"renderCell");function ct({rows:t}){const{codes:e,challenger:o,champion:n}=t,r=(0,it.Eh)(o,e.length),s=n&&(0,it.Eh)(n,e.length),a=e.map((u,h)=>({name:u,code:h,size:(0,d.at)(r.actual,h)})).filter(({size:u})=>u>0).sort((u,h)=>h.size-u.size||u.code-h.code),i=a.slice(0,ae).map(({name:u,code:h,size:m})=>({name:u,challenger:(0,d.at)(r.hits,h)/m,champion:s&&(0,d.at)(s.hits,h)/m}));if(i.length===0)return(0,f.qy)``;const l=a.length-i.length;return(0,g.$v)({key:"recalls",title:"Share of each class that is found",alternative:`Recall of ${(0,p.B4)(i.length)} classes. ${(0,F.F)(i)}`,caption:`Recall by class, the class with the most rows first.${l>0?` ${(0,p.B4)(l)} smaller classes are left out.`:""} Values of few rows move by chance.`},(0,F.v)(i,"recall"))}c(ct,"renderRecalls");var lt=$(16744);function de(t,{challenger:e,champion:o},n){const r=t.computeStatistic(e,n),a=o!==void 0&&t.isComputable?.(o)!==!1?t.computeStatistic(o,n):void 0,i=fe(n),l=[];for(let u=0;u<n.count;u+=1){const h=r?.withinGroup(u),m=a?.withinGroup(u);if(h===void 0||a!==void 0&&m===void 0)continue;const b=(0,d.G$)(i,u);l.push({name:n.nameOf(u),rowCount:b,challenger:h,champion:m})}return{metric:t,grouping:n,groups:l,withoutValueCount:n.count-l.length}}c(de,"computeGroupValues");function fe({count:t,groupOfRow:e}){const o=new Int32Array(t);for(let n=0;n<e.length;n++){const r=(0,d.G$)(e,n);o[r]=(0,d.G$)(o,r)+1}return o}c(fe,"countRows");var ut=$(17312);const he=30,pe=400,me=30,$e=90;function ge({rows:t,metric:e,showsRows:o}){return e===void 0?[]:[t.grouping,...t.grouping.second===void 0?[]:[t.grouping.second]].filter(({unit:r})=>r!=="row"&&r!=="case").flatMap((r,s)=>{const a=de(e,t,r),i=o||(0,lt.Z_)(r)?a:ye(a);return[be(i,s),Ee(i,s)]})}c(ge,"renderGroupFigures");function ye(t){return{...t,groups:t.groups.map((e,o)=>({...e,name:`group ${o+1}`}))}}c(ye,"withoutNames");function H({unit:t,column:e}){return t!=="value"?t:e===void 0?"group":`value of ${(0,ut.X5)(e,40)}`}c(H,"nounOf");function be(t,e){const{metric:o,grouping:n,groups:r}=t;if(r.length===0)return(0,f.qy)``;const s=H(n),a=`${o.name} by ${s}`;return n.ordered?ve(t,{key:`periods-${e}`,title:a}):Me(t,{key:`groups-${e}`,title:a})}c(be,"renderValues");function ve(t,{key:e,title:o}){const{metric:n,grouping:r,groups:s}=t,a=s.slice(-pe),i=a.length<=$e,l=c((v,I)=>({role:v,shape:"straight",hasPoints:i,curve:{x:Float64Array.from(a.keys()),y:Float64Array.from(a,w=>I(w)??NaN)}}),"lineOf"),u=l("challenger",({challenger:v})=>v),m=a.every(({champion:v})=>v!==void 0)?[l("champion",({champion:v})=>v),u]:[u],b=m.map(({curve:v})=>(0,d.Xx)(v.y)),E=Ae(Math.min(...b.map(({lower:v})=>v)),Math.max(...b.map(({upper:v})=>v)));return(0,g.$v)({key:e,title:o,alternative:`${n.name} of each ${H(r)}, from ${Y(a,0)} to ${Y(a,-1)}. ${(0,F.F)(a)}`,caption:`${(0,p.pq)(a.length,r.unit)} in order of time.${dt(t,a.length,"earlier")}`},(0,G.w)({size:g.eV,x:{label:H(r),bounds:{lower:0,upper:Math.max(1,a.length-1)},ticks:we(a)},y:{label:n.name,bounds:E},lines:m}))}c(ve,"renderPeriods");function Y(t,e){return(0,ut.X5)(t.at(e)?.name??"",30)}c(Y,"nameAt");function we(t){const e=t.length-1;return[...new Set([0,1,2,3,4].map(n=>Math.round(n*e/4)))].map(n=>({value:n,text:Y(t,n)}))}c(we,"periodTicks");function Me(t,{key:e,title:o}){const{metric:n,groups:r}=t,s=r.map((a,i)=>({group:a,index:i})).sort((a,i)=>i.group.rowCount-a.group.rowCount||a.index-i.index).slice(0,he).map(({group:a})=>a);return(0,g.$v)({key:e,title:o,alternative:`${n.name} of ${(0,p.B4)(s.length)} groups. ${(0,F.F)(s)}`,caption:`The group with the most rows first.${dt(t,s.length,"smaller")} Values of few rows move by chance.`},(0,F.v)(s,n.name))}c(Me,"renderLargest");function dt({groups:t,grouping:e,withoutValueCount:o,metric:n},r,s){const a=e.unit==="value"?"group":e.unit,i=t.length-r,l=o;return[i===0?"":` ${(0,p.pq)(i,`${s} ${a}`)} ${i===1?"is":"are"} left out.`,l===0?"":` ${(0,p.pq)(l,a)} ${l===1?"has":"have"} no value of ${n.name}.`].join("")}c(dt,"describeLeftOut");function Ee({metric:t,grouping:e,groups:o},n){const{better:r}=t;if(!(0,M.cq)(r))return(0,f.qy)``;const s=Float64Array.from(o.flatMap(b=>xe(b,r)));if(s.length<2)return(0,f.qy)``;const a=e.unit==="value"?"group":e.unit,i=s.filter(b=>b>0).length,l=s.filter(b=>b<0).length,u=A(s,q([s]),me),h=`The challenger is better for ${(0,p.pq)(i,a)} and worse for ${(0,p.B4)(l)} of ${(0,p.B4)(s.length)}.`,m=u.outsideCount===0?"":` ${(0,p.B4)(u.outsideCount)} beyond the axis are not drawn.`;return(0,g.$v)({key:`differences-${n}`,title:`Improvement of ${t.name} by ${H(e)}`,alternative:`Number of groups by the improvement of the challenger over the champion. ${h}`,caption:`${h} Right of the dotted line the challenger is better; the largest improvement is ${(0,p.ZV)((0,d.Xx)(s).upper)}, the largest loss ${(0,p.ZV)(Math.max(0,-(0,d.Xx)(s).lower))}.${m}`},O({size:g.eV,label:`improvement in ${t.name}`,unit:`${a}s`,challenger:u,champion:void 0,origin:0}))}c(Ee,"renderDifferences");function xe({challenger:t,champion:e},o){return e===void 0?[]:[(0,M.yv)(t-e,o)]}c(xe,"improvementIn");function Ae(t,e){const o=(e-t)*.06||Math.abs(t)*.1||.5;return{lower:t-o,upper:e+o}}c(Ae,"padded");var ft=$(3162),J=$(9035);const ht=200,K=24,S=K/2,pt=8;function mt({lower:t,upper:e,estimate:o,bounds:n,origin:r}){const s=[t,e,o,...n,...r===void 0?[]:[r]],a=(0,y.rF)({lower:Math.min(...s),upper:Math.max(...s)},{from:pt,to:ht-pt}),i=c(m=>(0,y.dE)(a(m)),"place"),l=c((m,b)=>(0,f.qy)`<path class="line ${b}" d="M${i(m)} 2V${K-2}" />`,"upright"),[u,h]=[i(t),i(e)];return(0,f.qy)`<svg class="interval" viewBox="0 0 ${ht} ${K}" aria-hidden="true">
    ${r===void 0?void 0:l(r,"reference")}${n.map(m=>l(m,"bound"))}
    <path
      class="line challenger"
      d="M${u} ${S-5}V${S+5}M${u} ${S}H${h}M${h} ${S-5}V${S+5}"
    />
    <circle class="point challenger" cx="${i(o)}" cy="${S}" r="5" />
  </svg>`}c(mt,"drawInterval");function Re(t){const e=(0,J.NH)(t);if(e.length===0)return(0,f.qy)``;const o=e.map(({rule:r,compared:s,challenger:a,shown:i,outcome:l})=>(0,f.qy)`<tr>
        <th scope="row">${(0,ft._)(r)}</th>
        <td class="number">${s}</td>
        <td class="number">${a}</td>
        <td class="number">${i?.text??"\u2013"}</td>
        <td>${i&&mt(i.bar)}</td>
        <td>${l}</td>
      </tr> `),n=(0,J.yK)(t.rules);return(0,f.qy)`<div class="scroll" tabindex="0">
    <table>
      <caption>
        Dot: estimate. Line: ${n} confidence interval. Thick mark: threshold of the rule. Dotted
        mark: no difference. Right is better.
      </caption>
      <thead>
        <tr>
          <th scope="col">rule</th>
          <th scope="col">${(0,J.WO)(t)}</th>
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
  </div> `}c(Re,"renderRules");const $t=300;function Se({metrics:t}){if(t.length===0)return(0,f.qy)``;const e=t.length-$t,o=e>0?(0,f.qy)`<p class="left-out">${e} more metrics are left out.</p>`:void 0;return(0,f.qy)`<div class="scroll" tabindex="0">
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
          ${t.slice(0,$t).map(Te)}
        </tbody>
      </table>
    </div>
    ${o}`}c(Se,"renderMetrics");function Te(t){const{metric:e,better:o,challenger:n,interval:r,comparedValue:s}=t,a=r===void 0?"":` (${(0,p.ZV)(r.lower)} to ${(0,p.ZV)(r.upper)})`,i=s===void 0?"\u2013":(0,p.ZV)(s),l=qe(t),u=o===void 0?"":`${o==="zero"?"close to zero":o} is better`;return(0,f.qy)`<tr>
    <th scope="row"><code>${(0,f.gU)(e,100)}</code> <small>${u}</small></th>
    <td class="number">${i}</td>
    <td class="number">${(0,p.ZV)(n)}${a}</td>
    <td class="number">
      ${l===void 0?"\u2013":`${(0,p.Gp)(l.estimate)} (${(0,p.Gp)(l.lower)} to ${(0,p.Gp)(l.upper)})`}
    </td>
    <td>${l&&mt({...l,bounds:[],origin:0})}</td>
  </tr> `}c(Te,"renderMetric");function qe({better:t,difference:e}){return e===void 0||!(0,M.cq)(t)?e:{estimate:(0,M.yv)(e.estimate,t),...(0,M.Uv)(e,t)}}c(qe,"metric_tables_improvementIn");var Oe=$(99927);const D=9;function Be({size:t,xLabel:e,yLabel:o,role:n,pairs:r}){const{bounds:s,binCount:a,counts:i}=r,l=(0,g.aT)(t,{x:{label:e,bounds:s},y:{label:o,bounds:s}}),u=c(w=>s.lower+(s.upper-s.lower)*w/a,"edge"),h=(0,d.Xx)(i).upper,m=Array.from({length:D},()=>[]);i.forEach((w,T)=>{if(w===0)return;const[xt,At]=[T%a,Math.floor(T/a)],[cn,ln]=[l.x(u(xt)),l.x(u(xt+1))].map(y.dE),[Rt,un]=[l.y(u(At)),l.y(u(At+1))].map(y.dE),dn=h<=1?D-1:Math.round(Math.log(w)/Math.log(h)*(D-1));m[dn]?.push(`M${cn} ${Rt}V${un}H${ln}V${Rt}Z`)});const b=m.map((w,T)=>w.length===0?void 0:(0,f.qy)`<path
          class="shade ${n}"
          fill-opacity="${((T+2)/(D+1)).toFixed(1)}"
          d="${w.join("")}"
        />`),[E,v]=[s.lower,s.upper],I=(0,f.qy)`<path
    class="line reference"
    d="M${(0,y.dE)(l.x(E))} ${(0,y.dE)(l.y(E))}L${(0,y.dE)(l.x(v))} ${(0,y.dE)(l.y(v))}"
  />`;return{size:t,marks:(0,f.qy)`${l.frame}${b}${I}`,roles:[n]}}c(Be,"drawDensity");function Fe({binCount:t,counts:e}){let[o,n]=[0,0];for(let r=0;r<e.length;r+=1)n+=(0,d.at)(e,r),r%t===Math.floor(r/t)&&(o+=(0,d.at)(e,r));return n===0?0:o/n}c(Fe,"shareOnDiagonal");const Ce=40,gt=40;function yt({rows:t}){const e=j(t);return[...Ie(e),Ve(e)]}c(yt,"renderRegressionFigures");function Ie(t){const[e]=t;if(e===void 0)return[];const o=q([e.scored.labels,...t.map(({scored:n})=>n.scores)]);return t.toReversed().map(({role:n,scored:r})=>{const s=Vt({x:r.scores,y:r.labels},o,Ce);return(0,g.$v)({key:`pairs-${n}`,title:`Predicted and actual values, ${n}`,alternative:`Actual values against predicted ones, ${(0,p.T1)(Fe(s))} of the rows in the squares of the diagonal.`,caption:`The darker, the more rows; on the dotted diagonal both values are equal.${bt(s.outsideCount)}`},Be({size:g.mH,xLabel:"predicted",yLabel:"actual",role:n,pairs:s}))})}c(Ie,"renderPairs");function Ve(t){const e=t.map(({role:u,scored:h})=>({role:u,values:(0,d.Re)(h.scores,h.labels)})),o=q(e.map(({values:u})=>u)),n=c(u=>{const h=e.find(m=>m.role===u)?.values;return h&&A(h,o,gt)},"histogramOf"),r=n("champion"),s=n("challenger")??A(new Float64Array,o,gt),{lower:a,upper:i}=Lt(s),l=s.outsideCount+(r?.outsideCount??0);return(0,g.$v)({key:"residuals",title:"Residuals",alternative:`Number of rows by residual. Most residuals of the challenger are between ${(0,p.ZV)(a)} and ${(0,p.ZV)(i)}.`,caption:`Predicted minus actual value; right of the dotted line the prediction is too high.${bt(l)}`},O({size:g.eV,label:"residual",unit:"rows",challenger:s,champion:r,origin:0}))}c(Ve,"renderResiduals");function bt(t){return t===0?"":` ${(0,p.pq)(t,"value")} beyond the axes ${t===1?"is":"are"} not drawn.`}c(bt,"describeOutside");var vt=$(15196);const Ne={binary:["brier"],multiclass:["brier","accuracy"],regression:["mae"],forecast:["mase","mae"],ranking:["ndcg@10"],scores:[],metrics:[]};function Ge(t,{challenger:e,champion:o},n){if(o===void 0)return;const r=Ne[t].flatMap(h=>(0,et.GF)(t,h)??[]),s=[...r,...n===void 0||r.length>0?[]:[n]].find(({isComputable:h})=>h?.(e)!==!1&&h?.(o)!==!1);if(s===void 0||!(0,M.cq)(s.better))return;const{better:a}=s,i=He(e),[l,u]=[wt(s,e,i),wt(s,o,i)];if(!(l===void 0||u===void 0))return{metric:s,unit:e.facts?.has(vt.J)===!0?"query":t==="scores"?"case":"row",firstRow:De(i),challenger:l,champion:u,improvement:l.map((h,m)=>(0,M.yv)(h-(0,d.at)(u,m),a))}}c(Ge,"compareUnits");function Pe({improvement:t}){let[e,o,n]=[0,0,0];for(const r of t)r>0?e+=1:r<0?o+=1:r===0&&(n+=1);return{wins:e,losses:o,ties:n}}c(Pe,"countUnits");function ke({improvement:t},e){const o=t.map(Math.abs).filter(a=>a>0),n=o.length<=e?0:(0,d.at)(o.sort(),o.length-e),r=[];t.forEach((a,i)=>{a!==0&&Math.abs(a)>=n&&r.push(i)});const s=c(a=>Math.abs((0,d.at)(t,a)),"sizeOf");return r.sort((a,i)=>s(i)-s(a)||a-i).slice(0,e)}c(ke,"largestDifferences");function He({labels:t,facts:e}){const o=e?.get(vt.J),n=(0,lt.ZZ)(t.length);if(o===void 0)return n;const r=Int32Array.from(o);return{...n,isByRow:!1,groupOfRow:r,count:1+r.reduce((s,a)=>Math.max(s,a),-1)}}c(He,"unitsOf");function wt(t,e,o){const n=t.computeStatistic(e,o);if(n!==void 0)return Float64Array.from({length:o.count},(r,s)=>n.withinGroup(s)??Number.NaN)}c(wt,"unit_comparison_valuesOf");function De({count:t,groupOfRow:e}){const o=new Int32Array(t).fill(-1);return e.forEach((n,r)=>{(0,d.G$)(o,n)===-1&&(o[n]=r)}),o}c(De,"firstRows");const ze=40,Le=1e3,Ue=4e5;function Ze(t){const{evaluation:e,rows:o,metric:n}=t,r=Ge(e.task,o,n);return r===void 0?[]:[Xe(r),je(r,t)]}c(Ze,"renderUnitFigures");const C={row:"rows",query:"queries",case:"cases"};function Xe(t){const{improvement:e,metric:o,unit:n}=t,{wins:r,losses:s,ties:a}=Pe(t),i=`The challenger is better on ${(0,p.B4)(r)} ${C[n]}, worse on ${(0,p.B4)(s)} and equal on ${(0,p.B4)(a)}, by ${o.name}.`,l=e.filter(m=>!Number.isNaN(m));if(l.length===0)return(0,f.qy)``;const u=A(l,q([l]),ze),h=u.outsideCount;return(0,g.$v)({key:"units",title:`Wins and losses by ${n}`,alternative:`Number of ${C[n]} by the improvement of the challenger over the champion. ${i}`,caption:`${i} Right of the dotted line the challenger is better.${h===0?"":` ${(0,p.B4)(h)} beyond the axis are not drawn.`} Counts say nothing about how much is won or lost: the rules do.`},O({size:g.eV,label:`improvement in ${o.name}`,unit:C[n],challenger:u,champion:void 0,origin:0}))}c(Xe,"renderDistribution");function je(t,{rows:e,showsRows:o,evaluation:n}){const{unit:r,metric:s}=t;if(!o)return(0,f.qy)`<p class="left-out">
      Single ${C[r]} are not shown: ids and predictions can be personal data. In a public repository
      <code>publish-predictions: true</code> shows them.
    </p>`;const a=ke(t,Le);if(a.length===0)return(0,f.qy)``;const i=n.task!=="ranking"&&n.task!=="scores",l=a.map(b=>{const E=(0,d.G$)(t.firstRow,b),v=c((w,T)=>i&&w!==void 0?Ye(w,E,n.task):(0,p.ZV)((0,d.at)(T,b)),"shown"),I=i?(0,f.qy)`<td class="number">${We(e.challenger.labels[E],e.codes)}</td>`:void 0;return(0,f.qy)`<tr>
      <th scope="row">${(0,f.gU)(e.ids.at(E)??"")}</th>
      ${I}
      <td class="number">${v(e.champion,t.champion)}</td>
      <td class="number">${v(e.challenger,t.challenger)}</td>
      <td class="number">${(0,p.Gp)((0,d.at)(t.improvement,b))}</td>
    </tr> `}),u=Je(l),h=i?(0,f.qy)`<th scope="col">actual</th>`:void 0,m=r==="query"?"first item of the query":"id";return(0,f.qy)`<h3 id="largest">The largest differences</h3>
    <p>
      ${(0,p.pq)(u.length,"line")} of ${(0,p.B4)(t.improvement.length)} ${C[r]}, the
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
    </div>`}c(je,"unit_figures_renderLargest");function We(t,e){return e.length===0?(0,f.qy)`${(0,g.T0)(t??Number.NaN)}`:(0,f.gU)((0,L.O)(t,e))}c(We,"nameOrNumber");function Ye({scores:t,classes:e},o,n){const r=(0,d.at)(t,o);return n==="multiclass"?(0,L.O)(r,e??[]).slice(0,60):(0,p.ZV)(r)}c(Ye,"showPrediction");function Je(t){let e=0;const o=t.findIndex(n=>(e+=(0,f.$d)(n),e>Ue));return o===-1?t:t.slice(0,o)}c(Je,"fitLines");const Ke=1e6;function Qe(t){const{evaluation:e,text:o,rows:n}=t,r=n===void 0?nn:on(t,n),s=[{key:"rules",title:"Rules",body:(0,f.qy)`${Re(e)}${o.notes.map(l=>(0,k.G)(l))}`},{key:"figures",title:"Predictions",body:Q(r.task)},{key:"by-group",title:"Groups",body:Q(r.groups)},{key:"by-row",title:"Wins and losses",body:Q(r.units)},{key:"metrics",title:"All metrics",body:Se(e)},{key:"details",title:"Details",body:(0,f.qy)`${o.details.map(l=>(0,k.G)(l))}`}],a=Mt(s.filter(({body:l})=>!(0,f.qv)(l))),i=`${e.model}: ${(0,tt.C)(e)?"no verdict":e.verdict}`;return(0,Oe.C)({title:i,body:en(t,a)}).markup}c(Qe,"renderHtmlReport");const _e=2e4,tn=["by-row","details","by-group","metrics","figures"];function Mt(t){if(t.reduce((n,{body:r})=>n+(0,f.$d)(r),_e)<=Ke)return t;const o=tn.find(n=>t.some(r=>r.key===n&&(0,f.$d)(r.body)>(0,f.$d)(Et)));return o===void 0?t:Mt(t.map(n=>n.key===o?{...n,body:Et}:n))}c(Mt,"fit");const Et=(0,f.qy)`<p class="left-out">Left out: the report would be larger than 1 MB.</p>`;function en({evaluation:t,text:e},o){const n=(0,tt.C)(t)?void 0:(0,f.qy)`<p><span class="verdict verdict-${t.verdict}">${t.verdict}</span></p> `;return(0,f.qy)`<header>
      <h1>${(0,ft._)(e.headline)}</h1>
      ${n}${e.summary.map(r=>(0,k.G)(r))}
      <nav aria-label="Sections">
        <ul>
          ${o.map(({key:r,title:s})=>(0,f.qy)`<li><a href="#${r}">${s}</a></li>`)}
        </ul>
      </nav>
    </header>
    ${o.map(({key:r,title:s,body:a})=>(0,f.qy)`<section aria-labelledby="${r}">
          <h2 id="${r}">${s}</h2>
          ${a}
        </section> `)}`}c(en,"renderBody");const nn={task:[],groups:[],units:[]};function on(t,e){const{evaluation:o,showsRows:n}=t,r=sn(t),s={evaluation:o,showsRows:n,rows:e,metric:an(t,r)};return{task:rn[o.task](s,r),groups:ge(s),units:Ze(s)}}c(on,"renderFigures");const rn={binary:Zt,multiclass:ce,regression:yt,forecast:yt,ranking:c(()=>[],"ranking"),scores:ne,metrics:c(()=>[],"metrics")};function sn({evaluation:t,config:e}){const{task:o,metrics:n}=t;return n.flatMap(({metric:r})=>(0,et.GF)(o,r,e.predictions)??[])}c(sn,"computedMetrics");function an({evaluation:{rules:t}},e){return[...t.filter(({kind:r,metric:s})=>{const a=e.find(({name:i})=>i===s)?.better;return(0,St.gP)(r)&&(0,M.cq)(a)}),...t].map(({metric:r})=>r).flatMap(r=>e.find(s=>s.name===r)??[])[0]??e[0]}c(an,"decidingMetric");function Q(t){const e=t.filter(o=>!(0,f.qv)(o));return e.length===0?(0,f.qy)``:(0,f.qy)`<div class="figures">${e}</div>`}c(Q,"gridOf")})};export{pn as id,mn as ids,$n as modules};
