/** The mailbox's own style sheet. It differs from the product's, so that nobody takes the mailbox for a part of it. */
export const style = `
:root {
  color-scheme: light dark;
  --surface: light-dark(#fafafa, #0c0d0f);
  --raised: light-dark(#ffffff, #131518);
  --hover: light-dark(#f3f4f5, #1a1d21);
  --text: light-dark(#16181b, #eceef0);
  --muted: light-dark(#565c64, #a3aab3);
  --line: light-dark(#e4e6e9, #262a2f);
  --accent: light-dark(#7a4b00, #f0c36d);
  --band: light-dark(#fff3d9, #2a2312);
}
* { box-sizing: border-box }
body { margin: 0; background: var(--surface); color: var(--text);
  font: 14px/20px 'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', 'Noto Sans CJK SC', sans-serif }
a { color: var(--accent); text-underline-offset: 2px }
:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; border-radius: 4px }
.skip { position: absolute; left: -9999px }
.skip:focus { left: 8px; top: 8px; background: var(--raised); padding: 8px 12px }
.band { background: var(--band); color: var(--accent); border-bottom: 1px solid var(--line); padding: 4px 24px;
  font-size: 12px; line-height: 20px; text-align: center }
main { max-width: 880px; margin: 0 auto; padding: 32px 24px 64px }
h1 { font-size: 24px; line-height: 32px; font-weight: 600; letter-spacing: -0.01em; margin: 0; overflow-wrap: anywhere }
h2 { font-size: 16px; line-height: 24px; margin: 0 0 4px }
p { margin: 0 }
.head { display: flex; align-items: baseline; justify-content: space-between; gap: 16px; margin-bottom: 16px }
.head p, .people, .when, .pager, dt { color: var(--muted) }
.mails { list-style: none; margin: 0; padding: 0; background: var(--raised); border: 1px solid var(--line);
  border-radius: 10px; overflow: hidden }
.mails li + li { border-top: 1px solid var(--line) }
.mail { display: grid; grid-template-columns: 1fr auto; gap: 0 16px; padding: 12px 16px; color: inherit;
  text-decoration: none }
.mail:hover { background: var(--hover) }
.mail:focus-visible { outline-offset: -2px }
.subject { font-weight: 600; overflow-wrap: anywhere }
.people { grid-row: 2; overflow-wrap: anywhere }
.when { font-size: 12px; font-variant-numeric: tabular-nums; white-space: nowrap }
.empty { border: 1px dashed var(--line); border-radius: 10px; padding: 48px 24px; text-align: center }
.empty p { color: var(--muted) }
.pager { display: grid; grid-template-columns: 1fr auto 1fr; margin-top: 16px }
.pager :last-child { text-align: right }
.back { margin-bottom: 16px }
.facts { margin: 16px 0; display: grid; gap: 4px }
.facts div { display: grid; grid-template-columns: 120px 1fr; gap: 12px }
dd { margin: 0; overflow-wrap: anywhere }
.tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--line); margin-bottom: 16px }
.tabs a { padding: 8px 12px; color: var(--muted); text-decoration: none; border-bottom: 2px solid transparent;
  margin-bottom: -1px }
.tabs a:hover { color: var(--text) }
.tabs a[aria-current] { color: var(--text); font-weight: 600; border-bottom-color: var(--accent) }
.paper { background: var(--raised); border: 1px solid var(--line); border-radius: 10px; padding: 20px; margin: 0 }
pre.paper { font: 13px/20px ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace; white-space: pre-wrap;
  overflow-wrap: anywhere }
pre.text { font: inherit }
.frame { display: block; width: 100%; height: 70vh; padding: 0; background: Canvas }
@media (max-width: 560px) {
  main { padding: 24px 16px 48px }
  .mail { grid-template-columns: 1fr }
  .when { grid-row: 3 }
  .facts div { grid-template-columns: 1fr; gap: 0; margin-bottom: 8px }
}
`
