var br=Object.defineProperty;var i=($t,_)=>br($t,"name",{value:_,configurable:!0});const xr=293,yr=[293],wr={90293:(($t,_,v)=>{v.d(_,{renderHtmlReport:i(()=>sr,"renderHtmlReport")});var bt=v(72937),ne=v(59615),A=v(92475),vt=v(68704),h=v(25756);const E=10;function re({labels:t,scores:e,weights:n}){const[r,o,s,a]=[new Float64Array(E),new Float64Array(E),new Float64Array(E),new Float64Array(E)];for(let c=0;c<t.length;c+=1){const[l,u]=[(0,h.at)(e,c),n===void 0?1:(0,h.at)(n,c)],f=Math.min(E-1,Math.floor(l*E));r[f]=(0,h.at)(r,f)+1,o[f]=(0,h.at)(o,f)+u,s[f]=(0,h.at)(s,f)+u*(0,h.at)(t,c),a[f]=(0,h.at)(a,f)+u*l}return Array.from({length:E},(c,l)=>({meanProbability:(0,h.at)(a,l)/(0,h.at)(o,l),positiveFraction:(0,h.at)(s,l)/(0,h.at)(o,l),rowCount:(0,h.at)(r,l)})).filter(({rowCount:c})=>c>0)}i(re,"computeCalibrationCurve");var tt=v(40973);function oe(t,e){const{x:n,y:r}=t;if(n.length<=4*e)return t;const[o,s]=[(0,h.at)(n,0),(0,h.at)(n,n.length-1)],a=i(u=>Math.min(e-1,Math.floor(((0,h.at)(n,u)-o)/(s-o)*e)),"stretchOf"),c=[];let l=0;for(let u=1;u<=n.length;u+=1)u<n.length&&a(u)===a(l)||(c.push(...se(r,l,u)),l=u);return{x:Float64Array.from(c,u=>(0,h.at)(n,u)),y:Float64Array.from(c,u=>(0,h.at)(r,u))}}i(oe,"thinCurve");function se(t,e,n){let[r,o]=[e,e];for(let s=e+1;s<n;s+=1)(0,h.at)(t,s)<(0,h.at)(t,r)&&(r=s),(0,h.at)(t,s)>(0,h.at)(t,o)&&(o=s);return[...new Set([e,r,o,n-1])].sort((s,a)=>s-a)}i(se,"outermost");const ae=.005,ie=1e3,ce=2;function B(t){const e=le(t),n=(0,h.Xx)(e);if(e.length<ie)return xt(n);const r=e.sort(),o=Math.floor(ae*r.length),s={lower:(0,h.at)(r,o),upper:(0,h.at)(r,r.length-1-o)},a=n.upper-n.lower>ce*(s.upper-s.lower);return xt(a&&s.upper>s.lower?s:n)}i(B,"boundsOf");function le(t){const e=new Float64Array(t.reduce((r,o)=>r+o.length,0));let n=0;for(const r of t)e.set(r,n),n+=r.length;return e}i(le,"concatenate");function xt({lower:t,upper:e}){if(t>e)return{lower:0,upper:1};if(e>t)return{lower:t,upper:e};const n=Math.abs(t)/2||.5;return{lower:t-n,upper:e+n}}i(xt,"widen");function S(t,e,n){const r=new Float64Array(n);let o=0;for(let s=0;s<t.length;s++){const a=(0,h.at)(t,s),c=et(a,e,n);c===D?o+=1:r[c]=(0,h.at)(r,c)+1}return{bounds:e,counts:r,outsideCount:o}}i(S,"countInBins");function ue({x:t,y:e},n,r){const o=new Float64Array(r*r);let s=0;for(let a=0;a<t.length;a+=1){const[c,l]=[et((0,h.at)(t,a),n,r),et((0,h.at)(e,a),n,r)];if(c===D||l===D){s+=1;continue}const u=l*r+c;o[u]=(0,h.at)(o,u)+1}return{bounds:n,binCount:r,counts:o,outsideCount:s}}i(ue,"countPairsInBins");const D=-1;function et(t,{lower:e,upper:n},r){return t>=e&&t<=n?Math.min(r-1,Math.floor((t-e)/(n-e)*r)):D}i(et,"binOf");var de=v(51079);function fe(t){const{truePositives:e,falsePositives:n}=yt(t),[r,o]=[nt(e),nt(n)];if(r>0&&o>0)return{x:G(0,n.map(s=>s/o)),y:G(0,e.map(s=>s/r))}}i(fe,"computeRocCurve");function he(t){const{truePositives:e,falsePositives:n}=yt(t),r=nt(e);if(r>0)return{x:G(0,e.map(o=>o/r)),y:G(1,e.map((o,s)=>o/(o+(0,h.at)(n,s))))}}i(he,"computePrecisionRecallCurve");function yt({labels:t,scores:e,weights:n}){const r=(0,de.b)(e).reverse(),[o,s]=[new Float64Array(r.length),new Float64Array(r.length)];let[a,c,l]=[0,0,0];for(let u=0;u<r.length;u+=1){const f=(0,h.G$)(r,u),p=n===void 0?1:(0,h.at)(n,f);(0,h.at)(t,f)===1?a+=p:c+=p,!(u+1<r.length&&(0,h.at)(e,(0,h.G$)(r,u+1))===(0,h.at)(e,f))&&(o[l]=a,s[l]=c,l+=1)}return{truePositives:o.subarray(0,l),falsePositives:s.subarray(0,l)}}i(yt,"countByThreshold");function nt(t){return(0,h.at)(t,t.length-1)}i(nt,"lastOf");function G(t,e){const n=new Float64Array(e.length+1);return n[0]=t,n.set(e,1),n}i(G,"prepend");var m=v(92447),F=v(17312);function d(t,...e){const[n="",...r]=t.map(pe);return{markup:n+r.map((o,s)=>Mt(e[s])+o).join("")}}i(d,"html");function z(t){return{markup:t.join("")}}i(z,"verbatim");function wt(t,{markup:e}){return{markup:`<${t}>${e}</${t}>`}}i(wt,"inElement");function pe(t){return t.replace(/\n\s+/g,`
`)}i(pe,"withoutIndentation");function kt({markup:t}){return t===""}i(kt,"isNothing");function X({markup:t}){return Buffer.byteLength(t)}i(X,"sizeOf");function Mt(t){return t===void 0?"":typeof t=="string"?ge(t):typeof t=="number"?String(t):"markup"in t?t.markup:t.map(Mt).join("")}i(Mt,"markupOf");const me={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function ge(t){return t.toWellFormed().replace(/[^\P{Cc}\n\t]/gu,"").replace(/[&<>"']/g,e=>me[e]??"")}i(ge,"escapeHtml");const $e=60;function T(t,e=$e){return d`<bdi>${(0,F.X5)(t,e)}</bdi>`}i(T,"renderName");function Z({lower:t,upper:e},{from:n,to:r}){const o=e-t||1;return s=>n+(s-t)/o*(r-n)}i(Z,"createScale");function g(t){return String(Math.round(t*10)/10+0)}i(g,"formatPlace");const be=[1,2,5,10],ve=5;function At({lower:t,upper:e}){const n=(e-t)/ve;if(!(n>0)||!Number.isFinite(n))return[t];const r=10**Math.floor(Math.log10(n)),o=r*(be.find(c=>c*r>=n*(1-1e-9))??10),s=Math.ceil(t/o-1e-9),a=Math.floor(e/o+1e-9)-s+1;return Array.from({length:Math.max(0,a)},(c,l)=>xe(s+l,o))}i(At,"roundTicks");function xe(t,e){return Number((t*e).toPrecision(12))+0}i(xe,"cleanProduct");const P={width:420,height:340},R={width:860,height:280};function w({key:t,title:e,alternative:n,caption:r},o){const{size:s,marks:a,roles:c}=o,[l,u]=[`${t}-title`,`${t}-description`],f=s.width>P.width?"wide":"square";return d`<figure class="${f}">
    <h3 id="${t}">${e}</h3>
    ${ye(c)}<svg
      viewBox="0 0 ${s.width} ${s.height}"
      role="img"
      aria-labelledby="${l} ${u}"
    >
      <title id="${l}">${e}</title>
      <desc id="${u}">${n}</desc>
      ${a}
    </svg>
    <figcaption>${r}</figcaption>
  </figure> `}i(w,"renderFigure");function ye(t){const e=t.filter(r=>r!=="reference");if(e.length===0)return d``;const n=e.map(r=>d`<span class="key"
        ><svg viewBox="0 0 24 8" aria-hidden="true"><path class="line ${r}" d="M0 4H24" /></svg
        >${r}</span
      > `);return d`<p class="legend">${n}</p> `}i(ye,"renderLegend");const U={left:62,right:16,top:10,bottom:46},we=8;function rt(t,{x:e,y:n}){const[r,o]=[U.left,t.width-U.right],[s,a]=[U.top,t.height-U.bottom],c=Z(e.bounds,{from:r,to:o}),l=Z(n.bounds,{from:a,to:s}),u=Et(e).map(({value:y,text:$})=>{const M=g(c(y));return d`<path class="grid" d="M${M} ${s}V${a}" /><text
        x="${M}"
        y="${a+18}"
        text-anchor="${Me($,c(y),t.width)}"
        >${$}</text
      >`}),f=Et(n).map(({value:y,text:$})=>{const M=g(l(y));return d`<path class="grid" d="M${r} ${M}H${o}" /><text
        x="${r-we}"
        y="${M}"
        dy="0.32em"
        text-anchor="end"
        >${$}</text
      >`}),p=(s+a)/2,b=d`<text
      class="label"
      x="${(r+o)/2}"
      y="${t.height-6}"
      text-anchor="middle"
      >${e.label}</text
    ><text class="label" transform="translate(14 ${p}) rotate(-90)" text-anchor="middle"
      >${n.label}</text
    >`;return{x:c,y:l,frame:d`<g class="axes">${u}${f}${b}</g>`}}i(rt,"createPlot");const ke=7;function Me(t,e,n){const r=t.length*ke/2;return e+r>n?"end":e<r?"start":"middle"}i(Me,"anchorOf");function Et({bounds:t,ticks:e}){return e??At(t).map(n=>({value:n,text:ot(n)}))}i(Et,"ticksOf");function ot(t){const e=(0,m.ZV)(t);return e.includes(".")&&!e.includes("e")?e.replace(/\.?0+$/,""):e}i(ot,"formatTick");const Ae=1.05;function V({size:t,label:e,unit:n,challenger:r,champion:o,origin:s}){const c=(Math.max((0,h.Xx)(r.counts).upper,o===void 0?0:(0,h.Xx)(o.counts).upper)||1)*Ae,l=rt(t,{x:{label:e,bounds:r.bounds},y:{label:n,bounds:{lower:0,upper:c}}}),u=s!==void 0&&s>=r.bounds.lower&&s<=r.bounds.upper,f=o===void 0?[]:["challenger","champion"];return{size:t,marks:d`${l.frame}${Ee(r,l)}${o&&Se(o,l)}${u?Te(s,l,c):void 0}`,roles:f}}i(V,"drawHistogram");function st({bounds:{lower:t,upper:e},counts:n}){return r=>t+(e-t)*r/n.length}i(st,"edgesOf");function Ee(t,e){const n=st(t),r=Array.from(t.counts,(o,s)=>{if(o===0)return"";const[a,c]=[g(e.x(n(s))),g(e.x(n(s+1)))];return`M${a} ${g(e.y(0))}V${g(e.y(o))}H${c}V${g(e.y(0))}Z`});return d`<path class="bars challenger" d="${r.join("")}" />`}i(Ee,"drawBars");function Se(t,e){const n=st(t),r=Array.from(t.counts,(s,a)=>`V${g(e.y(s))}H${g(e.x(n(a+1)))}`),o=`M${g(e.x(n(0)))} ${g(e.y(0))}`;return d`<path class="line champion" d="${o}${r.join("")}V${g(e.y(0))}" />`}i(Se,"drawOutline");function Te(t,e,n){const r=g(e.x(t));return d`<path
    class="line reference"
    d="M${r} ${g(e.y(0))}V${g(e.y(n))}"
  />`}i(Te,"drawOrigin");function Re(t){const e=st(t);let n=0;return t.counts.forEach((r,o)=>{r>(0,h.at)(t.counts,n)&&(n=o)}),{lower:e(n),upper:e(n+1)}}i(Re,"fullestBin");function j({size:t,x:e,y:n,lines:r}){const o=rt(t,{x:e,y:n}),s=r.map(({role:a})=>a).toReversed();return{size:t,marks:d`${o.frame}${r.map(a=>Oe(a,o))}`,roles:[...new Set(s)]}}i(j,"drawLines");function Oe({role:t,curve:e,shape:n,hasPoints:r},o){const s=Array.from(e.x,(f,p)=>({x:g(o.x(f)),y:g(o.y((0,h.at)(e.y,p)))})),[a,...c]=s;if(a===void 0)return d``;const l=c.map(f=>n==="steps"?`H${f.x}V${f.y}`:`L${f.x} ${f.y}`),u=r===!0?s.map(f=>W(t,f)):[];return d`<path class="line ${t}" d="M${a.x} ${a.y}${l.join("")}" />${u}`}i(Oe,"drawLine");function W(t,{x:e,y:n}){return t==="champion"?d`<rect
        class="point champion"
        x="${g(Number(e)-3.5)}"
        y="${g(Number(n)-3.5)}"
        width="7"
        height="7"
      />`:d`<circle class="point ${t}" cx="${e}" cy="${n}" r="4" />`}i(W,"drawPoint");function at({challenger:t,champion:e}){const n={role:"challenger",scored:t};return e===void 0?[n]:[{role:"champion",scored:e},n]}i(at,"modelsOf");function q(t,e){return t.toReversed().map(n=>`${n.role} ${e(n)}`).join(", ")}i(q,"listModels");const O={lower:0,upper:1},Ie=200,St=20;function Ne({rows:t,evaluation:e}){const n=at(t),r=i(o=>Ce(o,n,e),"valueOf");return[Be(n,r("roc_auc")),Fe(n,r("average_precision")),Pe(n,r("ece")),Le(n,t.codes),De(n)]}i(Ne,"renderBinaryFigures");function Ce(t,e,{metrics:n}){const r=n.find(({metric:l})=>l===t);if(r===void 0)return"";const{challenger:o,comparedValue:s,comparedWith:a}=r,c=e.filter(({role:l})=>l==="challenger"||a==="champion"&&s!==void 0);return q(c,({role:l})=>(0,m.ZV)(l==="challenger"?o:s??NaN))}i(Ce,"describeValues");function Be(t,e){const n=Tt(t,fe,"straight");if(n.length===0)return d``;const r={role:"reference",shape:"straight",curve:{x:L(),y:L()}};return w({key:"roc",title:"ROC curve",alternative:`True positive rate against false positive rate at each threshold.${e===""?"":` Area under the curve: ${e}.`}`,caption:`Each point is one threshold. The dotted diagonal is a random order.${e===""?"":` Area: ${e}.`}`},j({size:P,x:{label:"false positive rate",bounds:O},y:{label:"true positive rate",bounds:O},lines:[r,...n]}))}i(Be,"renderRoc");function Fe(t,e){const n=Tt(t,he,"straight"),[r]=t;if(n.length===0||r===void 0)return d``;const o=(0,h.i2)(r.scored.labels),s={role:"reference",shape:"straight",curve:{x:L(),y:Float64Array.of(o,o)}};return w({key:"precision-recall",title:"Precision and recall",alternative:`Precision against recall at each threshold.${e===""?"":` Average precision: ${e}.`}`,caption:`Each point is one threshold. The dotted line is the share of positive rows, ${(0,m.T1)(o)}.${e===""?"":` Average precision: ${e}.`}`},j({size:P,x:{label:"recall",bounds:O},y:{label:"precision",bounds:O},lines:[s,...n]}))}i(Fe,"renderPrecisionRecall");function Pe(t,e){const n=t.map(({role:s,scored:a})=>{const c=re(a);return{role:s,shape:"straight",hasPoints:!0,curve:Ve(c)}}),r={role:"reference",shape:"straight",curve:{x:L(),y:L()}},o=i(s=>({label:s,bounds:O}),"axis");return w({key:"calibration",title:"Calibration",alternative:`Share of positive rows against mean predicted probability in ten bins.${e===""?"":` Expected calibration error: ${e}.`}`,caption:`Ten bins of equal width; a point on the dotted diagonal is a probability that is a frequency. Bins of few rows deviate by chance.${e===""?"":` Expected calibration error: ${e}.`}`},j({size:P,x:o("mean predicted probability"),y:o("share of positive rows"),lines:[r,...n]}))}i(Pe,"renderCalibration");function Ve(t){return{x:Float64Array.from(t,({meanProbability:e})=>e),y:Float64Array.from(t,({positiveFraction:e})=>e)}}i(Ve,"curveOf");function Le(t,e){const n=t.toReversed(),r=[0,1].map(o=>{const s=n.map(({scored:l})=>He(l,o)),a=s[0]?.rowCount??0,c=s.map(({wrongCount:l})=>d`<td class="number">
          ${(0,m.B4)(l)}${a===0?"":` (${(0,m.T1)(l/a)})`}
        </td>`);return d`<tr>
      <th scope="row">${e.length===0?String(o):T((0,tt.O)(o,e))}</th>
      <td class="number">${(0,m.B4)(a)}</td>
      ${c}
    </tr>`});return d`<figure>
    <h3>Errors by class</h3>
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">actual class</th>
            <th scope="col">rows</th>
            ${n.map(({role:o})=>d`<th scope="col">wrong, ${o}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${r}
        </tbody>
      </table>
    </div>
    <figcaption>
      Rows that are predicted to be of the other class, at the threshold
      ${q(t,({scored:o})=>(0,m.ZV)(o.threshold))}.
    </figcaption>
  </figure>`}i(Le,"renderErrors");function He({labels:t,scores:e,threshold:n},r){let[o,s]=[0,0];for(let a=0;a<t.length;a+=1)(0,h.at)(t,a)===r&&(o+=1,(0,h.at)(e,a)>=n!=(r===1)&&(s+=1));return{rowCount:o,wrongCount:s}}i(He,"countErrors");function De(t){const e=i(s=>{const a=t.find(c=>c.role===s)?.scored;return a&&S(a.scores,O,St)},"histogramOf"),n=e("challenger");if(n===void 0)return d``;const r=q(t,({scored:s})=>(0,m.ZV)((0,h.i2)(s.scores))),o=(0,m.B4)(t[0]?.scored.labels.length??0);return w({key:"scores",title:"Predicted probabilities",alternative:`Number of rows by predicted probability, of ${o} rows. Mean: ${r}.`,caption:`${o} rows in ${St} bins. Mean: ${r}.`},V({size:R,label:"predicted probability",unit:"rows",challenger:n,champion:e("champion")}))}i(De,"renderScores");function Tt(t,e,n){return t.flatMap(({role:r,scored:o})=>{const s=e(o);return s===void 0?[]:[{role:r,shape:n,curve:oe(s,Ie)}]})}i(Tt,"linesOf");function L(){return Float64Array.of(0,1)}i(L,"ends");var it=v(7085);const Ge=30,ze=8;function Xe({rows:t},e){return[...new Set(e.flatMap(({measure:r})=>r??[]))].slice(0,ze).map((r,o)=>Ze(r,o,t))}i(Xe,"renderCaseFigures");function Ze(t,e,n){const r=at(n).map(p=>({...p,values:Rt(p.scored,t)})),o=r.find(({role:p})=>p==="challenger")?.values,s=r.find(({role:p})=>p==="champion")?.values;if(o===void 0||o.length===0)return d``;const a=B(s===void 0?[o]:[o,s]),c=i(p=>S(p,a,Ge),"histogram"),l=c(o),u=q(r,p=>(0,m.ZV)((0,h.i2)(Rt(p.scored,t)))),f=l.outsideCount===0?"":` ${(0,m.B4)(l.outsideCount)} values beyond the axis are not drawn.`;return w({key:`measure-${e}`,title:`Distribution of ${t}`,alternative:`Number of cases by their mean ${t}. Mean: ${u}.`,caption:`Each case counts once, with the mean of its answers. Mean: ${u}.${f}`},V({size:R,label:t,unit:"cases",challenger:l,champion:s&&s.length>0?c(s):void 0}))}i(Ze,"renderMeasure");function Rt(t,e){const n=(0,it.Bw)(t,e);return(0,it.N8)((0,it.Bv)(n,t.labels.length)).filter(r=>!Number.isNaN(r))}i(Rt,"valuesOf");var Ot=v(53273),Ue=v(85431),je=v(64884);const ct=860,Y=22,lt=220,It=16,We=44,Nt=28;function Ct(t,e){const n=t.length*Y+We,r=Ye(t),o=Z(r,{from:lt,to:ct-It}),s=t.length*Y+4,a=At(r).map(f=>{const p=g(o(f));return d`<path class="grid" d="M${p} 0V${s}" /><text
        x="${p}"
        y="${s+16}"
        text-anchor="middle"
        >${ot(f)}</text
      >`}),c=d`<text
    class="label"
    x="${(lt+ct-It)/2}"
    y="${n-6}"
    text-anchor="middle"
    >${e}</text
  >`,u=t.some(({champion:f})=>f!==void 0)?["challenger","champion"]:["challenger"];return{size:{width:ct,height:n},marks:d`<g class="axes">${a}${c}</g
      >${t.map((f,p)=>qe(f,p,o))}`,roles:u}}i(Ct,"drawDumbbells");function qe({name:t,challenger:e,champion:n},r,o){const s=g(r*Y+Y/2),a={x:g(o(e)),y:s},c=d`<text x="${lt-10}" y="${s}" dy="0.32em" text-anchor="end"
    >${(0,F.X5)(t,Nt)}</text
  >`;if(n===void 0)return d`${c}${W("challenger",a)}`;const l={x:g(o(n)),y:s};return d`${c}<path
      class="bar"
      d="M${a.x} ${s}H${l.x}"
    />${W("champion",l)}${W("challenger",a)}`}i(qe,"drawDumbbell");function Ye(t){const e=t.flatMap(({challenger:s,champion:a})=>[s,a??s]),[n,r]=[Math.min(...e),Math.max(...e)],o=(r-n)*.04||Math.abs(n)*.1||.5;return{lower:n-o,upper:r+o}}i(Ye,"boundsOfAll");function ut(t){const e=t.toSorted((s,a)=>s.challenger-a.challenger),[n,r]=[e[0],e.at(-1)];if(n===void 0||r===void 0)return"";const o=i(({name:s,challenger:a})=>`${(0,m.ZV)(a)} for ${(0,F.X5)(s,Nt)}`,"say");return`The challenger has between ${o(n)} and ${o(r)}.`}i(ut,"describeExtremes");const Je=new RegExp([String.raw`\\(?<escaped>[!-\/:-@[-\x60{-~])`,"(?<!`)(?<fence>`+)(?!`)(?<code>.*?[^`])\\k<fence>(?!`)",String.raw`\*\*(?<strong>\S(?:.*?\S)?)\*\*`,String.raw`\*(?<stars>[^\s*](?:[^*]*[^\s*])?)\*`,String.raw`(?<![\w\\])_(?<emphasis>[^\s_](?:[^_]*[^\s_])?)_(?!\w)`,String.raw`\[(?<text>(?:\\.|[^\]\\])*)\]\((?<address>[^\s()]*)\)`,String.raw`&(?<entity>amp|lt|gt|vert|quot);`,String.raw`<(?<tag>\/?sub|br)>`].join("|"),"su"),Ke={amp:"&",lt:"<",gt:">",vert:"|",quot:'"'},Qe={sub:z`<small>`,"/sub":z`</small>`,br:d`<br />`};function x(t){const e=[];let n=t;for(;;){const r=Je.exec(n);if(r===null)return d`${[...e,J(n)]}`;e.push(J(n.slice(0,r.index)),_e(r.groups??{})),n=n.slice(r.index+r[0].length)}}i(x,"renderInline");function _e({escaped:t,code:e,strong:n,stars:r,emphasis:o,text:s,address:a,entity:c,tag:l}){if(t!==void 0)return J(t);if(e!==void 0)return d`<code>${Bt(en(e))}</code>`;if(n!==void 0)return d`<strong>${x(n)}</strong>`;const u=r??o;return u!==void 0?d`<em>${x(u)}</em>`:s!==void 0?tn(s,a??""):c!==void 0?J(Ke[c]??""):Qe[l??""]??d``}i(_e,"renderFound");function tn(t,e){return/^https?:\/\//.test(e)?d`<a href="${e}" rel="noreferrer">${x(t)}</a>`:x(t)}i(tn,"renderLink");function en(t){return t.startsWith(" ")&&t.endsWith(" ")&&t.trim()!==""?t.slice(1,-1):t}i(en,"trimCode");function J(t){return d`${Bt(t)}`}i(J,"plain");function Bt(t){return t.replaceAll("\u200B","")}i(Bt,"withoutBreaks");const dt=/^<details><summary>(.*?)<\/summary>$/,nn="</details>",rn=/^<!--.*-->$/,on=/^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/;function I(t,e=3){const n=t.split(`
`).filter(o=>!rn.test(o.trim())),r=[];for(let o=0;o<n.length;){const s=sn(n,o);r.push(an(n.slice(o,s),e)),o=s}return d`${r}`}i(I,"renderMarkdown");function ft(t){return t.trim()===""?"empty":dt.test(t)?"fold":/^#{1,6} /.test(t)?"heading":/^[-*] /.test(t)?"list":t.startsWith(">")?"quote":t.startsWith("|")?"table":"paragraph"}i(ft,"kindOf");function sn(t,e){const n=ft(t[e]??"");if(n==="heading")return e+1;let r=0;for(let o=e;o<t.length;o+=1){const s=t[o]??"";if(n!=="fold"){if(ft(s)!==n)return o;continue}if(dt.test(s)&&(r+=1),s===nn&&(r-=1),r===0)return o+1}return t.length}i(sn,"endOfBlock");function an(t,e){const[n=""]=t;switch(ft(n)){case"empty":return d``;case"heading":return cn(n.replace(/^#+ /,""),e);case"list":return d`<ul>
        ${t.map(r=>d`<li>${x(r.slice(2))}</li>`)}
      </ul>`;case"table":return un(t);case"quote":return ln(t.map(r=>r.replace(/^> ?/,"")),e);case"fold":{const[,r=""]=dt.exec(n)??[],o=I(t.slice(1,-1).join(`
`),e);return d`<details>
        <summary>${x(r)}</summary>
        ${o}
      </details>`}case"paragraph":return d`<p>${x(t.join(" "))}</p>`}}i(an,"renderBlock");function cn(t,e){const n=x(t);switch(e){case 2:return d`<h2>${n}</h2>`;case 3:return d`<h3>${n}</h3>`;default:return d`<h4>${n}</h4>`}}i(cn,"renderHeading");function ln(t,e){const[n="",...r]=t,o=on.test(n),s=I((o?r:t).join(`
`),e);return o?d`<div class="alert">${s}</div>`:d`<blockquote>${s}</blockquote>`}i(ln,"renderQuote");function un([t="",e="",...n]){const r=ht(e).map(c=>c.endsWith(":")),[o,s]=[ht(t),n.map(ht)],a=i((c,l)=>r[l]===!0?d`<td class="number">${x(c)}</td>`:d`<td>${x(c)}</td>`,"cell");return d`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${o.map(dn)}
        </tr>
      </thead>
      <tbody>
        ${s.map(c=>d`<tr>
              ${c.map(a)}
            </tr>`)}
      </tbody>
    </table>
  </div>`}i(un,"renderTableBlock");function dn(t){return t===""?d`<td></td>`:d`<th scope="col">${x(t)}</th>`}i(dn,"renderTitle");function ht(t){return t.replace(/^\|\s*/,"").replace(/\s*\|$/,"").split(/(?<!\\)\|/).map(e=>e.trim().replaceAll("\\|","|"))}i(ht,"cellsOf");const fn=30,hn=9;function pn(t){const{evaluation:e}=t,{classes:n}=e;if(n===void 0||n.cells.length===0)return[Ft(t)];const r=n.complete?mn(n.cells):I((0,je.H)(e));return[d`<h3>Confusion matrix</h3>
      ${r}`,Ft(t)]}i(pn,"renderClassFigures");function mn(t){const e=[...new Set(t.flatMap(({actual:s,predicted:a})=>[s,a]))].sort(Ue.y),n=t.some(({championRows:s})=>s!==void 0),r=e.map(s=>{const a=t.filter(u=>u.actual===s),c=a.reduce((u,{challengerRows:f})=>u+f,0),l=e.map(u=>gn(a.find(f=>f.predicted===u),c,s===u));return d`<tr>
      <th scope="row">${T(s)}</th>
      ${l}
    </tr>`}),o=n?" In parentheses, how many more or fewer than of the champion.":"";return d`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            ${e.map(s=>d`<th scope="col">${T(s)}</th>`)}
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
    </p>`}i(mn,"renderMatrix");function gn(t,e,n){if(t===void 0||e===0)return d`<td class="number">·</td>`;const{challengerRows:r,championRows:o}=t,s=Math.round(r/e*hn),a=r-(o??r),c=a===0?"":` (${a>0?"+":"\u2212"}${(0,m.B4)(Math.abs(a))})`;return d`<td class="number ${n?"right":"wrong"}-${s}">
    ${(0,m.B4)(r)}${c}
  </td>`}i(gn,"renderCell");function Ft({rows:t}){const{codes:e,challenger:n,champion:r}=t,o=(0,Ot.Eh)(n,e.length),s=r&&(0,Ot.Eh)(r,e.length),a=e.map((u,f)=>({name:u,code:f,size:(0,h.at)(o.actual,f)})).filter(({size:u})=>u>0).sort((u,f)=>f.size-u.size||u.code-f.code),c=a.slice(0,fn).map(({name:u,code:f,size:p})=>({name:u,challenger:(0,h.at)(o.hits,f)/p,champion:s&&(0,h.at)(s.hits,f)/p}));if(c.length===0)return d``;const l=a.length-c.length;return w({key:"recalls",title:"Share of each class that is found",alternative:`Recall of ${(0,m.B4)(c.length)} classes. ${ut(c)}`,caption:`Recall by class, the class with the most rows first.${l>0?` ${(0,m.B4)(l)} smaller classes are left out.`:""} Values of few rows move by chance.`},Ct(c,"recall"))}i(Ft,"renderRecalls");var Pt=v(16744);function $n(t,{challenger:e,champion:n},r){const o=t.computeStatistic(e,r),a=n!==void 0&&t.isComputable?.(n)!==!1?t.computeStatistic(n,r):void 0,c=bn(r),l=[];for(let u=0;u<r.count;u+=1){const f=o?.withinGroup(u),p=a?.withinGroup(u);if(f===void 0||a!==void 0&&p===void 0)continue;const b=(0,h.G$)(c,u);l.push({name:r.nameOf(u),rowCount:b,challenger:f,champion:p})}return{metric:t,grouping:r,groups:l,withoutValueCount:r.count-l.length}}i($n,"computeGroupValues");function bn({count:t,groupOfRow:e}){const n=new Int32Array(t);for(let r=0;r<e.length;r++){const o=(0,h.G$)(e,r);n[o]=(0,h.G$)(n,o)+1}return n}i(bn,"countRows");const vn=30,xn=400,yn=30,wn=90;function kn({rows:t,metric:e,showsRows:n}){return e===void 0?[]:[t.grouping,...t.grouping.second===void 0?[]:[t.grouping.second]].filter(({unit:o})=>o!=="row"&&o!=="case").flatMap((o,s)=>{const a=$n(e,t,o),c=n||(0,Pt.Z_)(o)?a:Mn(a);return[An(c,s),Rn(c,s)]})}i(kn,"renderGroupFigures");function Mn(t){return{...t,groups:t.groups.map((e,n)=>({...e,name:`group ${n+1}`}))}}i(Mn,"withoutNames");function K({unit:t,column:e}){return t!=="value"?t:e===void 0?"group":`value of ${(0,F.X5)(e,40)}`}i(K,"nounOf");function An(t,e){const{metric:n,grouping:r,groups:o}=t;if(o.length===0)return d``;const s=K(r),a=`${n.name} by ${s}`;return r.ordered?En(t,{key:`periods-${e}`,title:a}):Tn(t,{key:`groups-${e}`,title:a})}i(An,"renderValues");function En(t,{key:e,title:n}){const{metric:r,grouping:o,groups:s}=t,a=s.slice(-xn),c=a.length<=wn,l=i(($,M)=>({role:$,shape:"straight",hasPoints:c,curve:{x:Float64Array.from(a.keys()),y:Float64Array.from(a,k=>M(k)??NaN)}}),"lineOf"),u=l("challenger",({challenger:$})=>$),p=a.every(({champion:$})=>$!==void 0)?[l("champion",({champion:$})=>$),u]:[u],b=p.map(({curve:$})=>(0,h.Xx)($.y)),y=In(Math.min(...b.map(({lower:$})=>$)),Math.max(...b.map(({upper:$})=>$)));return w({key:e,title:n,alternative:`${r.name} of each ${K(o)}, from ${pt(a,0)} to ${pt(a,-1)}. ${ut(a)}`,caption:`${(0,m.pq)(a.length,o.unit)} in order of time.${Vt(t,a.length,"earlier")}`},j({size:R,x:{label:K(o),bounds:{lower:0,upper:Math.max(1,a.length-1)},ticks:Sn(a)},y:{label:r.name,bounds:y},lines:p}))}i(En,"renderPeriods");function pt(t,e){return(0,F.X5)(t.at(e)?.name??"",30)}i(pt,"nameAt");function Sn(t){const e=t.length-1;return[...new Set([0,1,2,3,4].map(r=>Math.round(r*e/4)))].map(r=>({value:r,text:pt(t,r)}))}i(Sn,"periodTicks");function Tn(t,{key:e,title:n}){const{metric:r,groups:o}=t,s=o.map((a,c)=>({group:a,index:c})).sort((a,c)=>c.group.rowCount-a.group.rowCount||a.index-c.index).slice(0,vn).map(({group:a})=>a);return w({key:e,title:n,alternative:`${r.name} of ${(0,m.B4)(s.length)} groups. ${ut(s)}`,caption:`The group with the most rows first.${Vt(t,s.length,"smaller")} Values of few rows move by chance.`},Ct(s,r.name))}i(Tn,"renderLargest");function Vt({groups:t,grouping:e,withoutValueCount:n,metric:r},o,s){const a=e.unit==="value"?"group":e.unit,c=t.length-o,l=n;return[c===0?"":` ${(0,m.pq)(c,`${s} ${a}`)} ${c===1?"is":"are"} left out.`,l===0?"":` ${(0,m.pq)(l,a)} ${l===1?"has":"have"} no value of ${r.name}.`].join("")}i(Vt,"describeLeftOut");function Rn({metric:t,grouping:e,groups:n},r){const{better:o}=t;if(!(0,A.cq)(o))return d``;const s=Float64Array.from(n.flatMap(b=>On(b,o)));if(s.length<2)return d``;const a=e.unit==="value"?"group":e.unit,c=s.filter(b=>b>0).length,l=s.filter(b=>b<0).length,u=S(s,B([s]),yn),f=`The challenger is better for ${(0,m.pq)(c,a)} and worse for ${(0,m.B4)(l)} of ${(0,m.B4)(s.length)}.`,p=u.outsideCount===0?"":` ${(0,m.B4)(u.outsideCount)} beyond the axis are not drawn.`;return w({key:`differences-${r}`,title:`Improvement of ${t.name} by ${K(e)}`,alternative:`Number of groups by the improvement of the challenger over the champion. ${f}`,caption:`${f} Right of the dotted line the challenger is better; the largest improvement is ${(0,m.ZV)((0,h.Xx)(s).upper)}, the largest loss ${(0,m.ZV)(Math.max(0,-(0,h.Xx)(s).lower))}.${p}`},V({size:R,label:`improvement in ${t.name}`,unit:`${a}s`,challenger:u,champion:void 0,origin:0}))}i(Rn,"renderDifferences");function On({challenger:t,champion:e},n){return e===void 0?[]:[(0,A.yv)(t-e,n)]}i(On,"improvementIn");function In(t,e){const n=(e-t)*.06||Math.abs(t)*.1||.5;return{lower:t-n,upper:e+n}}i(In,"padded");var Lt=v(9035);const Ht=200,mt=24,N=mt/2,Dt=8;function Gt({lower:t,upper:e,estimate:n,bounds:r,origin:o}){const s=[t,e,n,...r,...o===void 0?[]:[o]],a=Z({lower:Math.min(...s),upper:Math.max(...s)},{from:Dt,to:Ht-Dt}),c=i(p=>g(a(p)),"place"),l=i((p,b)=>d`<path class="line ${b}" d="M${c(p)} 2V${mt-2}" />`,"upright"),[u,f]=[c(t),c(e)];return d`<svg class="interval" viewBox="0 0 ${Ht} ${mt}" aria-hidden="true">
    ${o===void 0?void 0:l(o,"reference")}${r.map(p=>l(p,"bound"))}
    <path
      class="line challenger"
      d="M${u} ${N-5}V${N+5}M${u} ${N}H${f}M${f} ${N-5}V${N+5}"
    />
    <circle class="point challenger" cx="${c(n)}" cy="${N}" r="5" />
  </svg>`}i(Gt,"drawInterval");function Nn(t){const e=(0,Lt.NH)(t);if(e.length===0)return d``;const n=e.map(({rule:r,compared:o,challenger:s,shown:a,outcome:c})=>d`<tr>
        <th scope="row">${x(r)}</th>
        <td class="number">${o}</td>
        <td class="number">${s}</td>
        <td class="number">${a?.text??"\u2013"}</td>
        <td>${a&&Gt(a.bar)}</td>
        <td>${c}</td>
      </tr> `);return d`<div class="scroll" tabindex="0">
    <table>
      <caption>
        Dot: estimate. Line: 95 % confidence interval. Thick mark: threshold of the rule. Dotted mark: no
        difference. Right is better.
      </caption>
      <thead>
        <tr>
          <th scope="col">rule</th>
          <th scope="col">${(0,Lt.WO)(t)}</th>
          <th scope="col">challenger</th>
          <th scope="col">value or improvement (95 % CI)</th>
          <th scope="col">worse … better</th>
          <th scope="col">outcome</th>
        </tr>
      </thead>
      <tbody>
        ${n}
      </tbody>
    </table>
  </div> `}i(Nn,"renderRules");const zt=300;function Cn({metrics:t}){if(t.length===0)return d``;const e=t.length-zt,n=e>0?d`<p class="left-out">${e} more metrics are left out.</p>`:void 0;return d`<div class="scroll" tabindex="0">
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
          ${t.slice(0,zt).map(Bn)}
        </tbody>
      </table>
    </div>
    ${n}`}i(Cn,"renderMetrics");function Bn(t){const{metric:e,better:n,challenger:r,interval:o,comparedValue:s}=t,a=o===void 0?"":` (${(0,m.ZV)(o.lower)} to ${(0,m.ZV)(o.upper)})`,c=s===void 0?"\u2013":(0,m.ZV)(s),l=Fn(t),u=n===void 0?"":`${n==="zero"?"close to zero":n} is better`;return d`<tr>
    <th scope="row"><code>${T(e,100)}</code> <small>${u}</small></th>
    <td class="number">${c}</td>
    <td class="number">${(0,m.ZV)(r)}${a}</td>
    <td class="number">
      ${l===void 0?"\u2013":`${(0,m.Gp)(l.estimate)} (${(0,m.Gp)(l.lower)} to ${(0,m.Gp)(l.upper)})`}
    </td>
    <td>${l&&Gt({...l,bounds:[],origin:0})}</td>
  </tr> `}i(Bn,"renderMetric");function Fn({better:t,difference:e}){return e===void 0||!(0,A.cq)(t)?e:{estimate:(0,A.yv)(e.estimate,t),...(0,A.Uv)(e,t)}}i(Fn,"metric_tables_improvementIn");var Pn=v(77598);const Xt=z`
document.querySelectorAll('.searched').forEach((part, index) => {
  const rows = Array.from(part.querySelectorAll('tbody tr'));
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const line = document.createElement('p');
  const label = document.createElement('label');
  const input = document.createElement('input');
  const count = document.createElement('output');
  line.className = 'search';
  label.htmlFor = input.id = 'search-' + index;
  label.textContent = 'Search ';
  input.type = 'search';
  count.setAttribute('for', input.id);
  line.append(label, input, count);
  part.before(line);
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    rows.forEach((row, place) => {
      row.hidden = !texts[place].includes(wanted);
      if (!row.hidden) found += 1;
    });
    count.textContent = wanted === '' ? '' : found + ' of ' + rows.length + ' lines';
  });
});
`,Zt=z`
:root {
  color-scheme: light dark;
  --text: #1f2328; --muted: #59636e; --page: #ffffff; --panel: #f6f8fa; --line: #d1d9e0; --link: #0757ba;
  --challenger: #0969da; --champion: #b35900; --pass: #116329; --fail: #b3191f; --open: #7d4e00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --muted: #9da7b3; --page: #0d1117; --panel: #161b22; --line: #3d444d; --link: #6cb0ff;
    --challenger: #58a6ff; --champion: #f0a050; --pass: #56d364; --fail: #ff938a; --open: #e3b341;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1000px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 8px; }
h2 { font-size: 1.25rem; margin: 40px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 24px 0 8px; }
a { color: var(--link); }
code {
  font: 0.875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  background: var(--panel); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere;
}
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; margin: 16px 0 0; list-style: none; }
small, figcaption, caption, .left-out { color: var(--muted); font-size: 0.875rem; }
caption { text-align: left; padding-bottom: 6px; }
.verdict { display: inline-block; padding: 2px 12px; border: 1px solid currentColor; border-radius: 999px; font-weight: 600; }
.verdict-pass { color: var(--pass); }
.verdict-fail { color: var(--fail); }
.verdict-inconclusive { color: var(--open); }
.alert { border-left: 4px solid var(--open); padding: 4px 16px; margin: 16px 0; background: var(--panel); }
blockquote { margin: 16px 0; padding: 0 16px; border-left: 4px solid var(--line); color: var(--muted); }
details { margin: 12px 0; border: 1px solid var(--line); border-radius: 6px; padding: 8px 14px; }
summary { cursor: pointer; font-weight: 600; }
.scroll { overflow-x: auto; margin: 12px 0; }
.scroll.tall { max-height: 32rem; overflow-y: auto; border: 1px solid var(--line); }
.scroll.tall thead th { position: sticky; top: 0; }
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { border: 1px solid var(--line); padding: 5px 10px; text-align: left; vertical-align: middle; }
thead th { background: var(--panel); }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.interval { width: 200px; min-width: 120px; height: 24px; display: block; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 8px 32px; }
.figures > * { min-width: 0; }
.figures > .wide, .figures > :not(figure) { grid-column: 1 / -1; margin-bottom: 0; }
figure { margin: 0; }
figure > svg { display: block; width: 100%; height: auto; }
.legend { margin: 0; font-size: 0.875rem; }
.key { white-space: nowrap; margin-right: 12px; }
.key svg { display: inline-block; width: 24px; height: 8px; margin-right: 6px; }
svg text { fill: var(--muted); font-size: 12px; }
svg .label { fill: var(--text); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.challenger { stroke: var(--challenger); }
.line.champion { stroke: var(--champion); stroke-dasharray: 6 3; }
.line.reference { stroke: var(--muted); stroke-dasharray: 2 4; }
.line.bound { stroke: var(--text); stroke-width: 3; }
.point { stroke: var(--page); stroke-width: 1; }
.point.challenger { fill: var(--challenger); }
.point.champion { fill: var(--champion); }
.bars { fill: var(--challenger); fill-opacity: 0.45; stroke: var(--challenger); }
.shade.challenger { fill: var(--challenger); }
.shade.champion { fill: var(--champion); }
.grid { stroke: var(--line); }
.bar { stroke: var(--muted); stroke-width: 2; }
.right-1 { background: color-mix(in srgb, var(--challenger) 5%, var(--page)); }
.wrong-1 { background: color-mix(in srgb, var(--champion) 5%, var(--page)); }
.right-2 { background: color-mix(in srgb, var(--challenger) 10%, var(--page)); }
.wrong-2 { background: color-mix(in srgb, var(--champion) 10%, var(--page)); }
.right-3 { background: color-mix(in srgb, var(--challenger) 15%, var(--page)); }
.wrong-3 { background: color-mix(in srgb, var(--champion) 15%, var(--page)); }
.right-4 { background: color-mix(in srgb, var(--challenger) 20%, var(--page)); }
.wrong-4 { background: color-mix(in srgb, var(--champion) 20%, var(--page)); }
.right-5 { background: color-mix(in srgb, var(--challenger) 25%, var(--page)); }
.wrong-5 { background: color-mix(in srgb, var(--champion) 25%, var(--page)); }
.right-6 { background: color-mix(in srgb, var(--challenger) 30%, var(--page)); }
.wrong-6 { background: color-mix(in srgb, var(--champion) 30%, var(--page)); }
.right-7 { background: color-mix(in srgb, var(--challenger) 35%, var(--page)); }
.wrong-7 { background: color-mix(in srgb, var(--champion) 35%, var(--page)); }
.right-8 { background: color-mix(in srgb, var(--challenger) 40%, var(--page)); }
.wrong-8 { background: color-mix(in srgb, var(--champion) 40%, var(--page)); }
.right-9 { background: color-mix(in srgb, var(--challenger) 45%, var(--page)); }
.wrong-9 { background: color-mix(in srgb, var(--champion) 45%, var(--page)); }
.search { margin: 8px 0; }
.search input {
  font: inherit; padding: 4px 8px; border: 1px solid var(--muted); border-radius: 6px;
  background: var(--page); color: var(--text);
}
.search output { margin-left: 12px; color: var(--muted); font-size: 0.875rem; }
@media print { details { border: 0; } .search { display: none; } .scroll.tall { max-height: none; } }
`;function Vn({title:t,body:e}){const n=["default-src 'none'",`style-src '${Ut(Zt)}'`,`script-src '${Ut(Xt)}'`,"base-uri 'none'","form-action 'none'"].join("; ");return d`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${n}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${t}</title>
        ${wt("style",Zt)}
      </head>
      <body>
        <main>${e}</main>
        ${wt("script",Xt)}
      </body>
    </html> `}i(Vn,"renderPage");function Ut({markup:t}){return`sha256-${(0,Pn.createHash)("sha256").update(t).digest("base64")}`}i(Ut,"digestOf");const Q=9;function Ln({size:t,xLabel:e,yLabel:n,role:r,pairs:o}){const{bounds:s,binCount:a,counts:c}=o,l=rt(t,{x:{label:e,bounds:s},y:{label:n,bounds:s}}),u=i(k=>s.lower+(s.upper-s.lower)*k/a,"edge"),f=(0,h.Xx)(c).upper,p=Array.from({length:Q},()=>[]);c.forEach((k,C)=>{if(k===0)return;const[_t,te]=[C%a,Math.floor(C/a)],[pr,mr]=[l.x(u(_t)),l.x(u(_t+1))].map(g),[ee,gr]=[l.y(u(te)),l.y(u(te+1))].map(g),$r=f<=1?Q-1:Math.round(Math.log(k)/Math.log(f)*(Q-1));p[$r]?.push(`M${pr} ${ee}V${gr}H${mr}V${ee}Z`)});const b=p.map((k,C)=>k.length===0?void 0:d`<path
          class="shade ${r}"
          fill-opacity="${((C+2)/(Q+1)).toFixed(1)}"
          d="${k.join("")}"
        />`),[y,$]=[s.lower,s.upper],M=d`<path
    class="line reference"
    d="M${g(l.x(y))} ${g(l.y(y))}L${g(l.x($))} ${g(l.y($))}"
  />`;return{size:t,marks:d`${l.frame}${b}${M}`,roles:[r]}}i(Ln,"drawDensity");function Hn({binCount:t,counts:e}){let[n,r]=[0,0];for(let o=0;o<e.length;o+=1)r+=(0,h.at)(e,o),o%t===Math.floor(o/t)&&(n+=(0,h.at)(e,o));return r===0?0:n/r}i(Hn,"shareOnDiagonal");const Dn=40,jt=40;function Wt({rows:t}){const e=at(t);return[...Gn(e),zn(e)]}i(Wt,"renderRegressionFigures");function Gn(t){const[e]=t;if(e===void 0)return[];const n=B([e.scored.labels,...t.map(({scored:r})=>r.scores)]);return t.toReversed().map(({role:r,scored:o})=>{const s=ue({x:o.scores,y:o.labels},n,Dn);return w({key:`pairs-${r}`,title:`Predicted and actual values, ${r}`,alternative:`Actual values against predicted ones, ${(0,m.T1)(Hn(s))} of the rows in the squares of the diagonal.`,caption:`The darker, the more rows; on the dotted diagonal both values are equal.${qt(s.outsideCount)}`},Ln({size:P,xLabel:"predicted",yLabel:"actual",role:r,pairs:s}))})}i(Gn,"renderPairs");function zn(t){const e=t.map(({role:u,scored:f})=>({role:u,values:(0,h.Re)(f.scores,f.labels)})),n=B(e.map(({values:u})=>u)),r=i(u=>{const f=e.find(p=>p.role===u)?.values;return f&&S(f,n,jt)},"histogramOf"),o=r("champion"),s=r("challenger")??S(new Float64Array,n,jt),{lower:a,upper:c}=Re(s),l=s.outsideCount+(o?.outsideCount??0);return w({key:"residuals",title:"Residuals",alternative:`Number of rows by residual. Most residuals of the challenger are between ${(0,m.ZV)(a)} and ${(0,m.ZV)(c)}.`,caption:`Predicted minus actual value; right of the dotted line the prediction is too high.${qt(l)}`},V({size:R,label:"residual",unit:"rows",challenger:s,champion:o,origin:0}))}i(zn,"renderResiduals");function qt(t){return t===0?"":` ${(0,m.pq)(t,"value")} beyond the axes ${t===1?"is":"are"} not drawn.`}i(qt,"describeOutside");var Yt=v(15196);const Xn={binary:["brier"],multiclass:["brier","accuracy"],regression:["mae"],forecast:["mase","mae"],ranking:["ndcg@10"],scores:[],metrics:[]};function Zn(t,{challenger:e,champion:n},r){if(n===void 0)return;const o=Xn[t].flatMap(f=>(0,vt.GF)(t,f)??[]),s=[...o,...r===void 0||o.length>0?[]:[r]].find(({isComputable:f})=>f?.(e)!==!1&&f?.(n)!==!1);if(s===void 0||!(0,A.cq)(s.better))return;const{better:a}=s,c=Wn(e),[l,u]=[Jt(s,e,c),Jt(s,n,c)];if(!(l===void 0||u===void 0))return{metric:s,unit:e.facts?.has(Yt.J)===!0?"query":t==="scores"?"case":"row",firstRow:qn(c),challenger:l,champion:u,improvement:l.map((f,p)=>(0,A.yv)(f-(0,h.at)(u,p),a))}}i(Zn,"compareUnits");function Un({improvement:t}){let[e,n,r]=[0,0,0];for(const o of t)o>0?e+=1:o<0?n+=1:o===0&&(r+=1);return{wins:e,losses:n,ties:r}}i(Un,"countUnits");function jn({improvement:t},e){const n=t.map(Math.abs).filter(a=>a>0),r=n.length<=e?0:(0,h.at)(n.sort(),n.length-e),o=[];t.forEach((a,c)=>{a!==0&&Math.abs(a)>=r&&o.push(c)});const s=i(a=>Math.abs((0,h.at)(t,a)),"sizeOf");return o.sort((a,c)=>s(c)-s(a)||a-c).slice(0,e)}i(jn,"largestDifferences");function Wn({labels:t,facts:e}){const n=e?.get(Yt.J),r=(0,Pt.ZZ)(t.length);if(n===void 0)return r;const o=Int32Array.from(n);return{...r,isByRow:!1,groupOfRow:o,count:1+o.reduce((s,a)=>Math.max(s,a),-1)}}i(Wn,"unitsOf");function Jt(t,e,n){const r=t.computeStatistic(e,n);if(r!==void 0)return Float64Array.from({length:n.count},(o,s)=>r.withinGroup(s)??Number.NaN)}i(Jt,"unit_comparison_valuesOf");function qn({count:t,groupOfRow:e}){const n=new Int32Array(t).fill(-1);return e.forEach((r,o)=>{(0,h.G$)(n,r)===-1&&(n[r]=o)}),n}i(qn,"firstRows");const Yn=40,Jn=1e3,Kn=4e5;function Qn(t){const{evaluation:e,rows:n,metric:r}=t,o=Zn(e.task,n,r);return o===void 0?[]:[_n(o),tr(o,t)]}i(Qn,"renderUnitFigures");const H={row:"rows",query:"queries",case:"cases"};function _n(t){const{improvement:e,metric:n,unit:r}=t,{wins:o,losses:s,ties:a}=Un(t),c=`The challenger is better on ${(0,m.B4)(o)} ${H[r]}, worse on ${(0,m.B4)(s)} and equal on ${(0,m.B4)(a)}, by ${n.name}.`,l=e.filter(p=>!Number.isNaN(p));if(l.length===0)return d``;const u=S(l,B([l]),Yn),f=u.outsideCount;return w({key:"units",title:`Wins and losses by ${r}`,alternative:`Number of ${H[r]} by the improvement of the challenger over the champion. ${c}`,caption:`${c} Right of the dotted line the challenger is better.${f===0?"":` ${(0,m.B4)(f)} beyond the axis are not drawn.`} Counts say nothing about how much is won or lost: the rules do.`},V({size:R,label:`improvement in ${n.name}`,unit:H[r],challenger:u,champion:void 0,origin:0}))}i(_n,"renderDistribution");function tr(t,{rows:e,showsRows:n,evaluation:r}){const{unit:o,metric:s}=t;if(!n)return d`<p class="left-out">
      Single ${H[o]} are not shown: ids and predictions can be personal data. In a public repository
      <code>publish-predictions: true</code> shows them.
    </p>`;const a=jn(t,Jn);if(a.length===0)return d``;const c=r.task!=="ranking"&&r.task!=="scores",l=a.map(b=>{const y=(0,h.G$)(t.firstRow,b),$=i((k,C)=>c&&k!==void 0?nr(k,y,r.task):(0,m.ZV)((0,h.at)(C,b)),"shown"),M=c?d`<td class="number">${er(e.challenger.labels[y],e.codes)}</td>`:void 0;return d`<tr>
      <th scope="row">${T(e.ids.at(y)??"")}</th>
      ${M}
      <td class="number">${$(e.champion,t.champion)}</td>
      <td class="number">${$(e.challenger,t.challenger)}</td>
      <td class="number">${(0,m.Gp)((0,h.at)(t.improvement,b))}</td>
    </tr> `}),u=rr(l),f=c?d`<th scope="col">actual</th>`:void 0,p=o==="query"?"first item of the query":"id";return d`<h3 id="largest">The largest differences</h3>
    <p>
      ${(0,m.pq)(u.length,"line")} of ${(0,m.B4)(t.improvement.length)} ${H[o]}, the
      largest difference first; the improvement is that of <code>${s.name}</code>.
    </p>
    <div class="searched">
      <div class="scroll tall" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${p}</th>
              ${f}
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
    </div>`}i(tr,"unit_figures_renderLargest");function er(t,e){return e.length===0?d`${ot(t??Number.NaN)}`:T((0,tt.O)(t,e))}i(er,"nameOrNumber");function nr({scores:t,classes:e},n,r){const o=(0,h.at)(t,n);return r==="multiclass"?(0,tt.O)(o,e??[]).slice(0,60):(0,m.ZV)(o)}i(nr,"showPrediction");function rr(t){let e=0;const n=t.findIndex(r=>(e+=X(r),e>Kn));return n===-1?t:t.slice(0,n)}i(rr,"fitLines");const or=1e6;function sr(t){const{evaluation:e,text:n,rows:r}=t,o=r===void 0?lr:ur(t,r),s=[{key:"rules",title:"Rules",body:d`${Nn(e)}${n.notes.map(l=>I(l))}`},{key:"figures",title:"Predictions",body:gt(o.task)},{key:"by-group",title:"Groups",body:gt(o.groups)},{key:"by-row",title:"Wins and losses",body:gt(o.units)},{key:"metrics",title:"All metrics",body:Cn(e)},{key:"details",title:"Details",body:d`${n.details.map(l=>I(l))}`}],a=Kt(s.filter(({body:l})=>!kt(l))),c=`${e.model}: ${(0,bt.C)(e)?"no verdict":e.verdict}`;return Vn({title:c,body:cr(t,a)}).markup}i(sr,"renderHtmlReport");const ar=2e4,ir=["by-row","details","by-group","metrics","figures"];function Kt(t){if(t.reduce((r,{body:o})=>r+X(o),ar)<=or)return t;const n=ir.find(r=>t.some(o=>o.key===r&&X(o.body)>X(Qt)));return n===void 0?t:Kt(t.map(r=>r.key===n?{...r,body:Qt}:r))}i(Kt,"fit");const Qt=d`<p class="left-out">Left out: the report would be larger than 1 MB.</p>`;function cr({evaluation:t,text:e},n){const r=(0,bt.C)(t)?void 0:d`<p><span class="verdict verdict-${t.verdict}">${t.verdict}</span></p> `;return d`<header>
      <h1>${x(e.headline)}</h1>
      ${r}${e.summary.map(o=>I(o))}
      <nav aria-label="Sections">
        <ul>
          ${n.map(({key:o,title:s})=>d`<li><a href="#${o}">${s}</a></li>`)}
        </ul>
      </nav>
    </header>
    ${n.map(({key:o,title:s,body:a})=>d`<section aria-labelledby="${o}">
          <h2 id="${o}">${s}</h2>
          ${a}
        </section> `)}`}i(cr,"renderBody");const lr={task:[],groups:[],units:[]};function ur(t,e){const{evaluation:n,showsRows:r}=t,o=fr(t),s={evaluation:n,showsRows:r,rows:e,metric:hr(t,o)};return{task:dr[n.task](s,o),groups:kn(s),units:Qn(s)}}i(ur,"renderFigures");const dr={binary:Ne,multiclass:pn,regression:Wt,forecast:Wt,ranking:i(()=>[],"ranking"),scores:Xe,metrics:i(()=>[],"metrics")};function fr({evaluation:t,config:e}){const{task:n,metrics:r}=t;return r.flatMap(({metric:o})=>(0,vt.GF)(n,o,e.predictions)??[])}i(fr,"computedMetrics");function hr({evaluation:{rules:t}},e){return[...t.filter(({kind:o,metric:s})=>{const a=e.find(({name:c})=>c===s)?.better;return(0,ne.gP)(o)&&(0,A.cq)(a)}),...t].map(({metric:o})=>o).flatMap(o=>e.find(s=>s.name===o)??[])[0]??e[0]}i(hr,"decidingMetric");function gt(t){const e=t.filter(n=>!kt(n));return e.length===0?d``:d`<div class="figures">${e}</div>`}i(gt,"gridOf")})};export{xr as id,yr as ids,wr as modules};
