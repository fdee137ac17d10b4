/** The page's style sheet: close to GitHub's, in light and dark. */
export const style = `
:root { color-scheme: light dark; --fg: #1f2328; --muted: #59636e; --bg: #fff; --soft: #f6f8fa; --line: #d1d9e0;
  --link: #0969da; --green: #1a7f37; --purple: #8250df; --red: #d1242f; --gray: #59636e; --yellow: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --fg: #f0f6fc; --muted: #9198a1; --bg: #0d1117; --soft: #151b23;
  --line: #3d444d; --link: #4493f8; --green: #238636; --purple: #8957e5; --red: #da3633; --gray: #656c76; --yellow: #d29922; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--fg); background: var(--bg);
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
header { background: var(--soft); border-bottom: 1px solid var(--line); padding: 20px max(16px, calc(50vw - 480px)); }
header h1 { font-size: 20px; font-weight: 400; margin: 0 0 4px; } header h1 b { font-weight: 600; }
main { max-width: 992px; margin: 0 auto; padding: 8px 16px 64px; }
nav ol { columns: 2; padding-left: 20px; } a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
span.gone { color: var(--link); }
section { border-top: 1px solid var(--line); margin-top: 32px; padding-top: 16px; }
section > h2 { font-size: 20px; margin: 0; } .date, .byline { color: var(--muted); }
.said { margin: 8px 0 16px; padding-left: 20px; }
.exhibit { border: 1px solid var(--line); border-radius: 6px; margin: 16px 0; overflow: hidden; }
.exhibit > .head { background: var(--soft); border-bottom: 1px solid var(--line); padding: 8px 16px; }
.exhibit > .head h3 { display: inline; font-size: 16px; margin: 0 8px 0 0; }
.exhibit > .body { padding: 12px 16px; } .exhibit > .foot { border-top: 1px solid var(--line); padding: 8px 16px; color: var(--muted);
  font: 12px/1.6 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere; }
.badge, .label { display: inline-block; border-radius: 2em; padding: 0 10px; font-size: 12px; font-weight: 500; line-height: 20px; margin-right: 6px; }
.badge { color: #fff; } .badge-open, .badge-success { background: var(--green); } .badge-merged, .badge-done { background: var(--purple); }
.badge-closed, .badge-failure { background: var(--red); } .badge-neutral { background: var(--gray); }
.label { border: 1px solid var(--line); color: var(--muted); }
details.runs { margin: 12px 0; } details.runs summary { cursor: pointer; color: var(--muted); }
.job { margin: 8px 0 8px 16px; } .job ul { list-style: none; margin: 4px 0; padding-left: 8px; }
.ok { color: var(--green); } .bad { color: var(--red); } .seconds { color: var(--muted); font-size: 12px; }
.markdown { overflow-wrap: break-word; } .markdown > :first-child { margin-top: 0; } .markdown > :last-child { margin-bottom: 0; }
.markdown h1, .markdown h2 { border-bottom: 1px solid var(--line); padding-bottom: 4px; } .markdown h1 { font-size: 22px; }
.markdown h2 { font-size: 18px; } .markdown h3 { font-size: 16px; }
.markdown code, .markdown pre { background: var(--soft); border-radius: 6px; font: 85%/1.45 ui-monospace, SFMono-Regular, Menlo, monospace; }
.markdown code { padding: 2px 5px; white-space: break-spaces; } .markdown pre { padding: 12px; overflow: auto; } .markdown pre code { padding: 0; white-space: pre; }
table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; overflow: auto; margin: 12px 0; }
th, td { border: 1px solid var(--line); padding: 5px 12px; } tr:nth-child(2n) { background: var(--soft); }
.diff-add { background: color-mix(in srgb, var(--green) 20%, transparent); } .diff-remove { background: color-mix(in srgb, var(--red) 20%, transparent); }
blockquote { border-left: 4px solid var(--line); color: var(--muted); margin: 12px 0; padding: 0 16px; }
.alert { border-left: 4px solid var(--link); padding: 4px 16px; margin: 12px 0; } .alert-title { font-weight: 600; margin: 4px 0; color: var(--link); }
.alert-warning { border-color: var(--yellow); } .alert-warning .alert-title { color: var(--yellow); }
.alert-caution { border-color: var(--red); } .alert-caution .alert-title { color: var(--red); }
.alert-tip { border-color: var(--green); } .alert-tip .alert-title { color: var(--green); }
.alert-important { border-color: var(--purple); } .alert-important .alert-title { color: var(--purple); }
`;
