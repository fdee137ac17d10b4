var L=Object.defineProperty;var t=(P,k)=>L(P,"name",{value:k,configurable:!0});const W=586,N=[586],U={68435:((P,k,d)=>{d.d(k,{F:t(()=>_,"F"),v:t(()=>m,"v")});var i=d(24717),b=d(92447),h=d(17312),E=d(4135),$=d(56678),w=d(74928),p=d(54021);const g=860,u=22,y=220,c=16,f=44,n=28;function m(o,r){const e=o.length*u+f,s=a(o),x=(0,p.rF)(s,{from:y,to:g-c}),l=o.length*u+4,v=(0,p.hB)(s).map(O=>{const A=(0,p.dE)(x(O));return(0,$.qy)`<path class="grid" d="M${A} 0V${l}" /><text
        x="${A}"
        y="${l+16}"
        text-anchor="middle"
        >${(0,E.T0)(O)}</text
      >`}),T=(0,$.qy)`<text
    class="label"
    x="${(y+g-c)/2}"
    y="${e-6}"
    text-anchor="middle"
    >${r}</text
  >`,I=o.some(({champion:O})=>O!==void 0)?["challenger","champion"]:["challenger"];return{size:{width:g,height:e},marks:(0,$.qy)`<g class="axes">${v}${T}</g
      >${o.map((O,A)=>M(O,A,x))}`,roles:I}}t(m,"drawDumbbells");function M({name:o,challenger:r,champion:e},s,x){const l=(0,p.dE)(s*u+u/2),v={x:(0,p.dE)(x(r)),y:l},T=(0,$.qy)`<text x="${y-10}" y="${l}" dy="0.32em" text-anchor="end"
    >${(0,h.X5)(o,n)}</text
  >`;if(e===void 0)return(0,$.qy)`${T}${(0,w.D)("challenger",v)}`;const D={x:(0,p.dE)(x(e)),y:l};return(0,$.qy)`${T}<path
      class="bar"
      d="M${v.x} ${l}H${D.x}"
    />${(0,w.D)("champion",D)}${(0,w.D)("challenger",v)}`}t(M,"drawDumbbell");function a(o){const r=o.flatMap(({challenger:l,champion:v})=>[l,v??l]),[e,s]=[(0,i.o)(r),(0,i.n)(r)],x=(s-e)*.04||Math.abs(e)*.1||.5;return{lower:e-x,upper:s+x}}t(a,"boundsOfAll");function _(o){const r=o.toSorted((l,v)=>l.challenger-v.challenger),[e,s]=[r[0],r.at(-1)];if(e===void 0||s===void 0)return"";const x=t(({name:l,challenger:v})=>`${(0,b.ZV)(v)} for ${(0,h.X5)(l,n)}`,"say");return`The challenger has between ${x(e)} and ${x(s)}.`}t(_,"describeExtremes")}),4135:((P,k,d)=>{d.d(k,{$v:t(()=>p,"$v"),T0:t(()=>o,"T0"),aT:t(()=>c,"aT"),eV:t(()=>w,"eV"),mH:t(()=>$,"mH")});var i=d(92447),b=d(17312),h=d(56678),E=d(54021);const $={width:420,height:340},w={width:860,height:280};function p({key:r,title:e,alternative:s,caption:x},l){const{size:v,marks:T,roles:D,names:I={}}=l,[O,A]=[`${r}-title`,`${r}-description`],B=v.width>$.width?"wide":"square";return(0,h.qy)`<figure class="${B}">
    <h3 id="${r}">${e}</h3>
    ${g(D,I)}<svg
      viewBox="0 0 ${v.width} ${v.height}"
      role="img"
      aria-labelledby="${O} ${A}"
    >
      <title id="${O}">${e}</title>
      <desc id="${A}">${s}</desc>
      ${T}
    </svg>
    <figcaption>${x}</figcaption>
  </figure> `}t(p,"renderFigure");function g(r,e){const s=r.filter(l=>l!=="reference");if(s.length===0)return(0,h.qy)``;const x=s.map(l=>(0,h.qy)`<span class="key"
        ><svg viewBox="0 0 24 8" aria-hidden="true"><path class="line ${l}" d="M0 4H24" /></svg
        >${e[l]??l}</span
      > `);return(0,h.qy)`<p class="legend">${x}</p> `}t(g,"renderLegend");const u={left:62,right:16,top:10,bottom:46},y=8;function c(r,{x:e,y:s}){const[x,l]=[u.left,r.width-u.right],[v,T]=[u.top,r.height-u.bottom],D=(0,E.rF)(e.bounds,{from:x,to:l}),I=(0,E.rF)(s.bounds,{from:T,to:v}),O=_(e).map(({value:C,text:j})=>{const q=(0,E.dE)(D(C));return(0,h.qy)`<path class="grid" d="M${q} ${v}V${T}" /><text
        x="${q}"
        y="${T+18}"
        text-anchor="${a(j,D(C),r.width)}"
        >${j}</text
      >`}),A=_(s).map(({value:C,text:j})=>{const q=(0,E.dE)(I(C));return(0,h.qy)`<path class="grid" d="M${x} ${q}H${l}" /><text
        x="${x-y}"
        y="${q}"
        dy="0.32em"
        text-anchor="end"
        >${j}</text
      >`}),B=(v+T)/2,R=(0,h.qy)`<text
      class="label"
      x="${(x+l)/2}"
      y="${r.height-6}"
      text-anchor="middle"
      >${M(e.label,l-x)}</text
    ><text class="label" transform="translate(14 ${B}) rotate(-90)" text-anchor="middle"
      >${M(s.label,T-v)}</text
    >`;return{x:D,y:I,frame:(0,h.qy)`<g class="axes">${O}${A}${R}</g>`}}t(c,"createPlot");const f=7,n=14,m=4352;function M(r,e){const s=Array.from(r,v=>(v.codePointAt(0)??0)<m?f:n);let x=0;const l=s.findIndex(v=>(x+=v)>e);return l<0?r:(0,b.X5)(r,Math.max(1,l))}t(M,"fitText");function a(r,e,s){const x=r.length*f/2;return e+x>s?"end":e<x?"start":"middle"}t(a,"anchorOf");function _({bounds:r,ticks:e}){return e??(0,E.hB)(r).map(s=>({value:s,text:o(s)}))}t(_,"ticksOf");function o(r){const e=(0,i.ZV)(r);return e.includes(".")&&!e.includes("e")?e.replace(/\.?0+$/,""):e}t(o,"formatTick")}),56678:((P,k,d)=>{d.d(k,{$d:t(()=>p,"$d"),Bj:t(()=>h,"Bj"),Sj:t(()=>E,"Sj"),gU:t(()=>f,"gU"),qv:t(()=>w,"qv"),qy:t(()=>b,"qy")});var i=d(17312);function b(n,...m){const[M="",...a]=n.map($);return{markup:M+a.map((_,o)=>g(m[o])+_).join("")}}t(b,"html");function h(n){return{markup:n.join("")}}t(h,"verbatim");function E(n,{markup:m}){return{markup:`<${n}>${m}</${n}>`}}t(E,"inElement");function $(n){return n.replace(/\n\s+/g,`
`)}t($,"withoutIndentation");function w({markup:n}){return n===""}t(w,"isNothing");function p({markup:n}){return Buffer.byteLength(n)}t(p,"sizeOf");function g(n){return n===void 0?"":typeof n=="string"?y(n):typeof n=="number"?String(n):"markup"in n?n.markup:n.map(g).join("")}t(g,"markupOf");const u={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function y(n){return n.toWellFormed().replace(/[^\P{Cc}\n\t]/gu,"").replace(/[&<>"']/g,m=>u[m]??"")}t(y,"escapeHtml");const c=60;function f(n,m=c){return b`<bdi>${(0,i.X5)(n,m)}</bdi>`}t(f,"renderName")}),74928:((P,k,d)=>{d.d(k,{D:t(()=>p,"D"),w:t(()=>$,"w")});var i=d(25756),b=d(4135),h=d(56678),E=d(54021);function $({size:g,x:u,y,lines:c}){const f=(0,b.aT)(g,{x:u,y}),n=c.map(({role:m})=>m).toReversed();return{size:g,marks:(0,h.qy)`${f.frame}${c.map(m=>w(m,f))}`,roles:[...new Set(n)]}}t($,"drawLines");function w({role:g,curve:u,shape:y,hasPoints:c},f){const n=Array.from(u.x,(o,r)=>({x:(0,E.dE)(f.x(o)),y:(0,E.dE)(f.y((0,i.at)(u.y,r)))})),[m,...M]=n;if(m===void 0)return(0,h.qy)``;const a=M.map(o=>y==="steps"?`H${o.x}V${o.y}`:`L${o.x} ${o.y}`),_=c===!0?n.map(o=>p(g,o)):[];return(0,h.qy)`<path class="line ${g}" d="M${m.x} ${m.y}${a.join("")}" />${_}`}t(w,"drawLine");function p(g,{x:u,y}){return g==="champion"?(0,h.qy)`<rect
        class="point champion"
        x="${(0,E.dE)(Number(u)-3.5)}"
        y="${(0,E.dE)(Number(y)-3.5)}"
        width="7"
        height="7"
      />`:(0,h.qy)`<circle class="point ${g}" cx="${u}" cy="${y}" r="4" />`}t(p,"drawPoint")}),3162:((P,k,d)=>{d.d(k,{_:t(()=>$,"_")});var i=d(56678);const b=new RegExp([String.raw`\\(?<escaped>[!-\/:-@[-\x60{-~])`,"(?<!`)(?<fence>`+)(?!`)(?<code>.*?[^`])\\k<fence>(?!`)",String.raw`\*\*(?<strong>\S(?:.*?\S)?)\*\*`,String.raw`\*(?<stars>[^\s*](?:[^*]*[^\s*])?)\*`,String.raw`(?<![\w\\])_(?<emphasis>[^\s_](?:[^_]*[^\s_])?)_(?!\w)`,String.raw`\[(?<text>(?:\\.|[^\]\\])*)\]\((?<address>[^\s()]*)\)`,String.raw`&(?<entity>amp|lt|gt|vert|quot);`,String.raw`<(?<tag>\/?sub|br)>`].join("|"),"su"),h={amp:"&",lt:"<",gt:">",vert:"|",quot:'"'},E={sub:(0,i.Bj)`<small>`,"/sub":(0,i.Bj)`</small>`,br:(0,i.qy)`<br />`};function $(c){const f=[];let n=c;for(;;){const m=b.exec(n);if(m===null)return(0,i.qy)`${[...f,u(n)]}`;f.push(u(n.slice(0,m.index)),w(m.groups??{})),n=n.slice(m.index+m[0].length)}}t($,"renderInline");function w({escaped:c,code:f,strong:n,stars:m,emphasis:M,text:a,address:_,entity:o,tag:r}){if(c!==void 0)return u(c);if(f!==void 0)return(0,i.qy)`<code>${y(g(f))}</code>`;if(n!==void 0)return(0,i.qy)`<strong>${$(n)}</strong>`;const e=m??M;return e!==void 0?(0,i.qy)`<em>${$(e)}</em>`:a!==void 0?p(a,_??""):o!==void 0?u(h[o]??""):E[r??""]??(0,i.qy)``}t(w,"renderFound");function p(c,f){return/^https?:\/\//.test(f)?(0,i.qy)`<a href="${f}" rel="noreferrer">${$(c)}</a>`:$(c)}t(p,"renderLink");function g(c){return c.startsWith(" ")&&c.endsWith(" ")&&c.trim()!==""?c.slice(1,-1):c}t(g,"trimCode");function u(c){return(0,i.qy)`${y(c)}`}t(u,"plain");function y(c){return c.replaceAll("\u200B","")}t(y,"withoutBreaks")}),86346:((P,k,d)=>{d.d(k,{G:t(()=>p,"G")});var i=d(56678),b=d(3162);const h=/^<details><summary>(.*?)<\/summary>$/,E="</details>",$=/^<!--.*-->$/,w=/^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/;function p(a,_=3){const o=a.split(`
`).filter(e=>!$.test(e.trim())),r=[];for(let e=0;e<o.length;){const s=u(o,e);r.push(y(o.slice(e,s),_)),e=s}return(0,i.qy)`${r}`}t(p,"renderMarkdown");function g(a){return a.trim()===""?"empty":h.test(a)?"fold":/^#{1,6} /.test(a)?"heading":/^[-*] /.test(a)?"list":a.startsWith(">")?"quote":a.startsWith("|")?"table":"paragraph"}t(g,"kindOf");function u(a,_){const o=g(a[_]??"");if(o==="heading")return _+1;let r=0;for(let e=_;e<a.length;e+=1){const s=a[e]??"";if(o!=="fold"){if(g(s)!==o)return e;continue}if(h.test(s)&&(r+=1),s===E&&(r-=1),r===0)return e+1}return a.length}t(u,"endOfBlock");function y(a,_){const[o=""]=a;switch(g(o)){case"empty":return(0,i.qy)``;case"heading":return c(o.replace(/^#+ /,""),_);case"list":return(0,i.qy)`<ul>
        ${a.map(r=>(0,i.qy)`<li>${(0,b._)(r.slice(2))}</li>`)}
      </ul>`;case"table":return n(a);case"quote":return f(a.map(r=>r.replace(/^> ?/,"")),_);case"fold":{const[,r=""]=h.exec(o)??[],e=p(a.slice(1,-1).join(`
`),_);return(0,i.qy)`<details>
        <summary>${(0,b._)(r)}</summary>
        ${e}
      </details>`}case"paragraph":return(0,i.qy)`<p>${(0,b._)(a.join(" "))}</p>`}}t(y,"renderBlock");function c(a,_){const o=(0,b._)(a);switch(_){case 2:return(0,i.qy)`<h2>${o}</h2>`;case 3:return(0,i.qy)`<h3>${o}</h3>`;default:return(0,i.qy)`<h4>${o}</h4>`}}t(c,"renderHeading");function f(a,_){const[o="",...r]=a,e=w.test(o),s=p((e?r:a).join(`
`),_);return e?(0,i.qy)`<div class="alert">${s}</div>`:(0,i.qy)`<blockquote>${s}</blockquote>`}t(f,"renderQuote");function n([a="",_="",...o]){const r=M(_).map(l=>l.endsWith(":")),[e,s]=[M(a),o.map(M)],x=t((l,v)=>r[v]===!0?(0,i.qy)`<td class="number">${(0,b._)(l)}</td>`:(0,i.qy)`<td>${(0,b._)(l)}</td>`,"cell");return(0,i.qy)`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${e.map(m)}
        </tr>
      </thead>
      <tbody>
        ${s.map(l=>(0,i.qy)`<tr>
              ${l.map(x)}
            </tr>`)}
      </tbody>
    </table>
  </div>`}t(n,"renderTableBlock");function m(a){return a===""?(0,i.qy)`<td></td>`:(0,i.qy)`<th scope="col">${(0,b._)(a)}</th>`}t(m,"renderTitle");function M(a){return a.replace(/^\|\s*/,"").replace(/\s*\|$/,"").split(/(?<!\\)\|/).map(_=>_.trim().replaceAll("\\|","|"))}t(M,"cellsOf")}),99927:((P,k,d)=>{d.d(k,{C:t(()=>$,"C")});var i=d(77598),b=d(56678);const h=(0,b.Bj)`
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
`,E=(0,b.Bj)`
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
figure > img { display: block; max-width: 100%; height: auto; }
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
`;function $({title:p,body:g}){const u=["default-src 'none'","img-src data:",`style-src '${w(E)}'`,`script-src '${w(h)}'`,"base-uri 'none'","form-action 'none'"].join("; ");return(0,b.qy)`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${u}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${p}</title>
        ${(0,b.Sj)("style",E)}
      </head>
      <body>
        <main>${g}</main>
        ${(0,b.Sj)("script",h)}
      </body>
    </html> `}t($,"renderPage");function w({markup:p}){return`sha256-${(0,i.createHash)("sha256").update(p).digest("base64")}`}t(w,"digestOf")}),54021:((P,k,d)=>{d.d(k,{dE:t(()=>b,"dE"),hB:t(()=>$,"hB"),rF:t(()=>i,"rF")});function i({lower:p,upper:g},{from:u,to:y}){const c=g-p||1;return f=>u+(f-p)/c*(y-u)}t(i,"createScale");function b(p){return String(Math.round(p*10)/10+0)}t(b,"formatPlace");const h=[1,2,5,10],E=5;function $({lower:p,upper:g}){const u=(g-p)/E;if(!(u>0)||!Number.isFinite(u))return[p];const y=10**Math.floor(Math.log10(u)),c=y*(h.find(m=>m*y>=u*(1-1e-9))??10),f=Math.ceil(p/c-1e-9),n=Math.floor(g/c+1e-9)-f+1;return Array.from({length:Math.max(0,n)},(m,M)=>w(f+M,c))}t($,"roundTicks");function w(p,g){return Number((p*g).toPrecision(12))+0}t(w,"cleanProduct")})};export{W as id,N as ids,U as modules};
