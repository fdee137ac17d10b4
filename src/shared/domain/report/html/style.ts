/** The style of a report, for light and dark. Its text stands in the page, whose policy allows no other. */
import { verbatim } from './html.ts';

export const STYLE = verbatim`
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
`;
