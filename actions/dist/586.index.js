var S=Object.defineProperty;var t=(P,k)=>S(P,"name",{value:k,configurable:!0});const W=586,N=[586],U={68435:((P,k,d)=>{d.d(k,{F:t(()=>a,"F"),v:t(()=>n,"v")});var i=d(92447),v=d(17312),_=d(4135),b=d(56678),y=d(74928),E=d(54021);const h=860,g=22,u=220,$=16,l=44,x=28;function n(c,o){const e=c.length*g+l,r=M(c),s=(0,E.rF)(r,{from:u,to:h-$}),f=c.length*g+4,p=(0,E.hB)(r).map(O=>{const D=(0,E.dE)(s(O));return(0,b.qy)`<path class="grid" d="M${D} 0V${f}" /><text
        x="${D}"
        y="${f+16}"
        text-anchor="middle"
        >${(0,_.T0)(O)}</text
      >`}),w=(0,b.qy)`<text
    class="label"
    x="${(u+h-$)/2}"
    y="${e-6}"
    text-anchor="middle"
    >${o}</text
  >`,A=c.some(({champion:O})=>O!==void 0)?["challenger","champion"]:["challenger"];return{size:{width:h,height:e},marks:(0,b.qy)`<g class="axes">${p}${w}</g
      >${c.map((O,D)=>m(O,D,s))}`,roles:A}}t(n,"drawDumbbells");function m({name:c,challenger:o,champion:e},r,s){const f=(0,E.dE)(r*g+g/2),p={x:(0,E.dE)(s(o)),y:f},w=(0,b.qy)`<text x="${u-10}" y="${f}" dy="0.32em" text-anchor="end"
    >${(0,v.X5)(c,x)}</text
  >`;if(e===void 0)return(0,b.qy)`${w}${(0,y.D)("challenger",p)}`;const T={x:(0,E.dE)(s(e)),y:f};return(0,b.qy)`${w}<path
      class="bar"
      d="M${p.x} ${f}H${T.x}"
    />${(0,y.D)("champion",T)}${(0,y.D)("challenger",p)}`}t(m,"drawDumbbell");function M(c){const o=c.flatMap(({challenger:f,champion:p})=>[f,p??f]),[e,r]=[Math.min(...o),Math.max(...o)],s=(r-e)*.04||Math.abs(e)*.1||.5;return{lower:e-s,upper:r+s}}t(M,"boundsOfAll");function a(c){const o=c.toSorted((f,p)=>f.challenger-p.challenger),[e,r]=[o[0],o.at(-1)];if(e===void 0||r===void 0)return"";const s=t(({name:f,challenger:p})=>`${(0,i.ZV)(p)} for ${(0,v.X5)(f,x)}`,"say");return`The challenger has between ${s(e)} and ${s(r)}.`}t(a,"describeExtremes")}),4135:((P,k,d)=>{d.d(k,{$v:t(()=>h,"$v"),T0:t(()=>o,"T0"),aT:t(()=>l,"aT"),eV:t(()=>E,"eV"),mH:t(()=>y,"mH")});var i=d(92447),v=d(17312),_=d(56678),b=d(54021);const y={width:420,height:340},E={width:860,height:280};function h({key:e,title:r,alternative:s,caption:f},p){const{size:w,marks:T,roles:A,names:O={}}=p,[D,q]=[`${e}-title`,`${e}-description`],B=w.width>y.width?"wide":"square";return(0,_.qy)`<figure class="${B}">
    <h3 id="${e}">${r}</h3>
    ${g(A,O)}<svg
      viewBox="0 0 ${w.width} ${w.height}"
      role="img"
      aria-labelledby="${D} ${q}"
    >
      <title id="${D}">${r}</title>
      <desc id="${q}">${s}</desc>
      ${T}
    </svg>
    <figcaption>${f}</figcaption>
  </figure> `}t(h,"renderFigure");function g(e,r){const s=e.filter(p=>p!=="reference");if(s.length===0)return(0,_.qy)``;const f=s.map(p=>(0,_.qy)`<span class="key"
        ><svg viewBox="0 0 24 8" aria-hidden="true"><path class="line ${p}" d="M0 4H24" /></svg
        >${r[p]??p}</span
      > `);return(0,_.qy)`<p class="legend">${f}</p> `}t(g,"renderLegend");const u={left:62,right:16,top:10,bottom:46},$=8;function l(e,{x:r,y:s}){const[f,p]=[u.left,e.width-u.right],[w,T]=[u.top,e.height-u.bottom],A=(0,b.rF)(r.bounds,{from:f,to:p}),O=(0,b.rF)(s.bounds,{from:T,to:w}),D=c(r).map(({value:C,text:j})=>{const I=(0,b.dE)(A(C));return(0,_.qy)`<path class="grid" d="M${I} ${w}V${T}" /><text
        x="${I}"
        y="${T+18}"
        text-anchor="${a(j,A(C),e.width)}"
        >${j}</text
      >`}),q=c(s).map(({value:C,text:j})=>{const I=(0,b.dE)(O(C));return(0,_.qy)`<path class="grid" d="M${f} ${I}H${p}" /><text
        x="${f-$}"
        y="${I}"
        dy="0.32em"
        text-anchor="end"
        >${j}</text
      >`}),B=(w+T)/2,R=(0,_.qy)`<text
      class="label"
      x="${(f+p)/2}"
      y="${e.height-6}"
      text-anchor="middle"
      >${M(r.label,p-f)}</text
    ><text class="label" transform="translate(14 ${B}) rotate(-90)" text-anchor="middle"
      >${M(s.label,T-w)}</text
    >`;return{x:A,y:O,frame:(0,_.qy)`<g class="axes">${D}${q}${R}</g>`}}t(l,"createPlot");const x=7,n=14,m=4352;function M(e,r){const s=Array.from(e,w=>(w.codePointAt(0)??0)<m?x:n);let f=0;const p=s.findIndex(w=>(f+=w)>r);return p<0?e:(0,v.X5)(e,Math.max(1,p))}t(M,"fitText");function a(e,r,s){const f=e.length*x/2;return r+f>s?"end":r<f?"start":"middle"}t(a,"anchorOf");function c({bounds:e,ticks:r}){return r??(0,b.hB)(e).map(s=>({value:s,text:o(s)}))}t(c,"ticksOf");function o(e){const r=(0,i.ZV)(e);return r.includes(".")&&!r.includes("e")?r.replace(/\.?0+$/,""):r}t(o,"formatTick")}),56678:((P,k,d)=>{d.d(k,{$d:t(()=>h,"$d"),Bj:t(()=>_,"Bj"),Sj:t(()=>b,"Sj"),gU:t(()=>x,"gU"),qv:t(()=>E,"qv"),qy:t(()=>v,"qy")});var i=d(17312);function v(n,...m){const[M="",...a]=n.map(y);return{markup:M+a.map((c,o)=>g(m[o])+c).join("")}}t(v,"html");function _(n){return{markup:n.join("")}}t(_,"verbatim");function b(n,{markup:m}){return{markup:`<${n}>${m}</${n}>`}}t(b,"inElement");function y(n){return n.replace(/\n\s+/g,`
`)}t(y,"withoutIndentation");function E({markup:n}){return n===""}t(E,"isNothing");function h({markup:n}){return Buffer.byteLength(n)}t(h,"sizeOf");function g(n){return n===void 0?"":typeof n=="string"?$(n):typeof n=="number"?String(n):"markup"in n?n.markup:n.map(g).join("")}t(g,"markupOf");const u={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function $(n){return n.toWellFormed().replace(/[^\P{Cc}\n\t]/gu,"").replace(/[&<>"']/g,m=>u[m]??"")}t($,"escapeHtml");const l=60;function x(n,m=l){return v`<bdi>${(0,i.X5)(n,m)}</bdi>`}t(x,"renderName")}),74928:((P,k,d)=>{d.d(k,{D:t(()=>h,"D"),w:t(()=>y,"w")});var i=d(25756),v=d(4135),_=d(56678),b=d(54021);function y({size:g,x:u,y:$,lines:l}){const x=(0,v.aT)(g,{x:u,y:$}),n=l.map(({role:m})=>m).toReversed();return{size:g,marks:(0,_.qy)`${x.frame}${l.map(m=>E(m,x))}`,roles:[...new Set(n)]}}t(y,"drawLines");function E({role:g,curve:u,shape:$,hasPoints:l},x){const n=Array.from(u.x,(o,e)=>({x:(0,b.dE)(x.x(o)),y:(0,b.dE)(x.y((0,i.at)(u.y,e)))})),[m,...M]=n;if(m===void 0)return(0,_.qy)``;const a=M.map(o=>$==="steps"?`H${o.x}V${o.y}`:`L${o.x} ${o.y}`),c=l===!0?n.map(o=>h(g,o)):[];return(0,_.qy)`<path class="line ${g}" d="M${m.x} ${m.y}${a.join("")}" />${c}`}t(E,"drawLine");function h(g,{x:u,y:$}){return g==="champion"?(0,_.qy)`<rect
        class="point champion"
        x="${(0,b.dE)(Number(u)-3.5)}"
        y="${(0,b.dE)(Number($)-3.5)}"
        width="7"
        height="7"
      />`:(0,_.qy)`<circle class="point ${g}" cx="${u}" cy="${$}" r="4" />`}t(h,"drawPoint")}),3162:((P,k,d)=>{d.d(k,{_:t(()=>y,"_")});var i=d(56678);const v=new RegExp([String.raw`\\(?<escaped>[!-\/:-@[-\x60{-~])`,"(?<!`)(?<fence>`+)(?!`)(?<code>.*?[^`])\\k<fence>(?!`)",String.raw`\*\*(?<strong>\S(?:.*?\S)?)\*\*`,String.raw`\*(?<stars>[^\s*](?:[^*]*[^\s*])?)\*`,String.raw`(?<![\w\\])_(?<emphasis>[^\s_](?:[^_]*[^\s_])?)_(?!\w)`,String.raw`\[(?<text>(?:\\.|[^\]\\])*)\]\((?<address>[^\s()]*)\)`,String.raw`&(?<entity>amp|lt|gt|vert|quot);`,String.raw`<(?<tag>\/?sub|br)>`].join("|"),"su"),_={amp:"&",lt:"<",gt:">",vert:"|",quot:'"'},b={sub:(0,i.Bj)`<small>`,"/sub":(0,i.Bj)`</small>`,br:(0,i.qy)`<br />`};function y(l){const x=[];let n=l;for(;;){const m=v.exec(n);if(m===null)return(0,i.qy)`${[...x,u(n)]}`;x.push(u(n.slice(0,m.index)),E(m.groups??{})),n=n.slice(m.index+m[0].length)}}t(y,"renderInline");function E({escaped:l,code:x,strong:n,stars:m,emphasis:M,text:a,address:c,entity:o,tag:e}){if(l!==void 0)return u(l);if(x!==void 0)return(0,i.qy)`<code>${$(g(x))}</code>`;if(n!==void 0)return(0,i.qy)`<strong>${y(n)}</strong>`;const r=m??M;return r!==void 0?(0,i.qy)`<em>${y(r)}</em>`:a!==void 0?h(a,c??""):o!==void 0?u(_[o]??""):b[e??""]??(0,i.qy)``}t(E,"renderFound");function h(l,x){return/^https?:\/\//.test(x)?(0,i.qy)`<a href="${x}" rel="noreferrer">${y(l)}</a>`:y(l)}t(h,"renderLink");function g(l){return l.startsWith(" ")&&l.endsWith(" ")&&l.trim()!==""?l.slice(1,-1):l}t(g,"trimCode");function u(l){return(0,i.qy)`${$(l)}`}t(u,"plain");function $(l){return l.replaceAll("\u200B","")}t($,"withoutBreaks")}),86346:((P,k,d)=>{d.d(k,{G:t(()=>h,"G")});var i=d(56678),v=d(3162);const _=/^<details><summary>(.*?)<\/summary>$/,b="</details>",y=/^<!--.*-->$/,E=/^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/;function h(a,c=3){const o=a.split(`
`).filter(r=>!y.test(r.trim())),e=[];for(let r=0;r<o.length;){const s=u(o,r);e.push($(o.slice(r,s),c)),r=s}return(0,i.qy)`${e}`}t(h,"renderMarkdown");function g(a){return a.trim()===""?"empty":_.test(a)?"fold":/^#{1,6} /.test(a)?"heading":/^[-*] /.test(a)?"list":a.startsWith(">")?"quote":a.startsWith("|")?"table":"paragraph"}t(g,"kindOf");function u(a,c){const o=g(a[c]??"");if(o==="heading")return c+1;let e=0;for(let r=c;r<a.length;r+=1){const s=a[r]??"";if(o!=="fold"){if(g(s)!==o)return r;continue}if(_.test(s)&&(e+=1),s===b&&(e-=1),e===0)return r+1}return a.length}t(u,"endOfBlock");function $(a,c){const[o=""]=a;switch(g(o)){case"empty":return(0,i.qy)``;case"heading":return l(o.replace(/^#+ /,""),c);case"list":return(0,i.qy)`<ul>
        ${a.map(e=>(0,i.qy)`<li>${(0,v._)(e.slice(2))}</li>`)}
      </ul>`;case"table":return n(a);case"quote":return x(a.map(e=>e.replace(/^> ?/,"")),c);case"fold":{const[,e=""]=_.exec(o)??[],r=h(a.slice(1,-1).join(`
`),c);return(0,i.qy)`<details>
        <summary>${(0,v._)(e)}</summary>
        ${r}
      </details>`}case"paragraph":return(0,i.qy)`<p>${(0,v._)(a.join(" "))}</p>`}}t($,"renderBlock");function l(a,c){const o=(0,v._)(a);switch(c){case 2:return(0,i.qy)`<h2>${o}</h2>`;case 3:return(0,i.qy)`<h3>${o}</h3>`;default:return(0,i.qy)`<h4>${o}</h4>`}}t(l,"renderHeading");function x(a,c){const[o="",...e]=a,r=E.test(o),s=h((r?e:a).join(`
`),c);return r?(0,i.qy)`<div class="alert">${s}</div>`:(0,i.qy)`<blockquote>${s}</blockquote>`}t(x,"renderQuote");function n([a="",c="",...o]){const e=M(c).map(p=>p.endsWith(":")),[r,s]=[M(a),o.map(M)],f=t((p,w)=>e[w]===!0?(0,i.qy)`<td class="number">${(0,v._)(p)}</td>`:(0,i.qy)`<td>${(0,v._)(p)}</td>`,"cell");return(0,i.qy)`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${r.map(m)}
        </tr>
      </thead>
      <tbody>
        ${s.map(p=>(0,i.qy)`<tr>
              ${p.map(f)}
            </tr>`)}
      </tbody>
    </table>
  </div>`}t(n,"renderTableBlock");function m(a){return a===""?(0,i.qy)`<td></td>`:(0,i.qy)`<th scope="col">${(0,v._)(a)}</th>`}t(m,"renderTitle");function M(a){return a.replace(/^\|\s*/,"").replace(/\s*\|$/,"").split(/(?<!\\)\|/).map(c=>c.trim().replaceAll("\\|","|"))}t(M,"cellsOf")}),99927:((P,k,d)=>{d.d(k,{C:t(()=>y,"C")});var i=d(77598),v=d(56678);const _=(0,v.Bj)`
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
`,b=(0,v.Bj)`
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
`;function y({title:h,body:g}){const u=["default-src 'none'",`style-src '${E(b)}'`,`script-src '${E(_)}'`,"base-uri 'none'","form-action 'none'"].join("; ");return(0,v.qy)`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${u}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${h}</title>
        ${(0,v.Sj)("style",b)}
      </head>
      <body>
        <main>${g}</main>
        ${(0,v.Sj)("script",_)}
      </body>
    </html> `}t(y,"renderPage");function E({markup:h}){return`sha256-${(0,i.createHash)("sha256").update(h).digest("base64")}`}t(E,"digestOf")}),54021:((P,k,d)=>{d.d(k,{dE:t(()=>v,"dE"),hB:t(()=>y,"hB"),rF:t(()=>i,"rF")});function i({lower:h,upper:g},{from:u,to:$}){const l=g-h||1;return x=>u+(x-h)/l*($-u)}t(i,"createScale");function v(h){return String(Math.round(h*10)/10+0)}t(v,"formatPlace");const _=[1,2,5,10],b=5;function y({lower:h,upper:g}){const u=(g-h)/b;if(!(u>0)||!Number.isFinite(u))return[h];const $=10**Math.floor(Math.log10(u)),l=$*(_.find(m=>m*$>=u*(1-1e-9))??10),x=Math.ceil(h/l-1e-9),n=Math.floor(g/l+1e-9)-x+1;return Array.from({length:Math.max(0,n)},(m,M)=>E(x+M,l))}t(y,"roundTicks");function E(h,g){return Number((h*g).toPrecision(12))+0}t(E,"cleanProduct")})};export{W as id,N as ids,U as modules};
