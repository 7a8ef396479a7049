/** The page's style. Contrast is at least 4.5:1 in both schemes. */
export const STYLE = String.raw`
:root{color-scheme:light;--bg:#fff;--soft:#f5f6f8;--line:#d9dde3;--text:#1c2026;--dim:#59616d;--link:#0b57c2;--error:#b3261e;--warn:#8a5300;--info:#0b57c2;--ok:#17692f;--unknown:#6b4aa0;--mark:#ffe2a8;--errorsoft:#fdecea;--warnsoft:#fdf3e0;--infosoft:#e8f0fc;--oksoft:#e6f4ea;--unknownsoft:#f1ebfa;--radius:8px;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace}
:root[data-theme=dark]{color-scheme:dark;--bg:#14171b;--soft:#1d2127;--line:#353b44;--text:#e7eaee;--dim:#a3abb7;--link:#8ab8ff;--error:#ff9c92;--warn:#f0bc6b;--info:#8ab8ff;--ok:#7fd197;--unknown:#c7aef2;--mark:#6b4e00;--errorsoft:#3a1d1b;--warnsoft:#37290f;--infosoft:#182840;--oksoft:#15301d;--unknownsoft:#2a2140}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--bg:#14171b;--soft:#1d2127;--line:#353b44;--text:#e7eaee;--dim:#a3abb7;--link:#8ab8ff;--error:#ff9c92;--warn:#f0bc6b;--info:#8ab8ff;--ok:#7fd197;--unknown:#c7aef2;--mark:#6b4e00;--errorsoft:#3a1d1b;--warnsoft:#37290f;--infosoft:#182840;--oksoft:#15301d;--unknownsoft:#2a2140}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
button,input,select{font:inherit;color:inherit}
button{cursor:pointer}
a{color:var(--link)}
code,pre,.mono{font-family:var(--mono);font-size:.9em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--bg);padding:8px;z-index:9}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.wrap{max-width:1280px;margin:0 auto;padding:0 16px}
header.top{border-bottom:1px solid var(--line);background:var(--soft)}
.bar{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;padding:14px 0 8px}
h1{font-size:1.2rem;margin:0;margin-right:auto}
h1 small{font-weight:400;color:var(--dim);font-size:.85rem;margin-left:8px}
h2{font-size:1.05rem;margin:24px 0 10px}
h3{font-size:.95rem;margin:14px 0 6px}
.tools{display:flex;gap:8px}
.btn{border:1px solid var(--line);background:var(--bg);border-radius:6px;padding:4px 10px;min-height:32px}
.btn:hover{border-color:var(--dim)}
.btn.small{padding:1px 8px;min-height:26px;font-size:.85rem}
.facts{display:flex;flex-wrap:wrap;gap:2px 20px;margin:0;padding:0 0 10px;color:var(--dim);font-size:.9rem}
.facts div{display:flex;gap:6px}
.facts dt:after{content:":"}
.facts dd{margin:0;color:var(--text);overflow-wrap:anywhere}
.notice{margin:0 0 10px;padding:8px 12px;border-left:4px solid var(--warn);background:var(--warnsoft);border-radius:0 6px 6px 0}
.tabs{display:flex;gap:2px;overflow-x:auto;scrollbar-width:none}
.tabs button{border:0;background:none;padding:8px 14px;border-bottom:3px solid transparent;white-space:nowrap;color:var(--dim)}
.tabs button[aria-selected=true]{border-color:var(--link);color:var(--text);font-weight:600}
.tabs button:focus-visible{outline-offset:-3px}
.count{display:inline-block;min-width:1.6em;padding:0 6px;margin-left:6px;border-radius:10px;background:var(--line);font-size:.8rem;text-align:center;font-weight:400;color:var(--text)}
.filters{position:sticky;top:0;z-index:3;background:var(--bg);border-bottom:1px solid var(--line);padding:8px 0}
.filters .row{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.filters input,.filters select{border:1px solid var(--line);border-radius:6px;background:var(--bg);padding:5px 10px;min-height:34px}
.filters input{flex:1 1 220px;min-width:0}
.filters select{max-width:46%}
.chips{display:flex;flex-wrap:wrap;gap:6px;margin-top:6px}
.chips:empty{display:none}
.chip{display:inline-flex;align-items:center;gap:6px;border:1px solid var(--line);background:var(--infosoft);border-radius:14px;padding:1px 4px 1px 10px;font-size:.85rem;max-width:100%}
.chip span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.chip button{border:0;background:none;padding:0 6px;line-height:1;font-size:1.1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:10px;margin:18px 0 4px;padding:0;list-style:none}
.tile{border:1px solid var(--line);border-radius:var(--radius);padding:10px 14px;background:var(--soft);text-align:left;width:100%;height:100%}
.tile b{display:block;font-size:1.6rem;line-height:1.2}
.tile.error b{color:var(--error)}.tile.warn b{color:var(--warn)}.tile.info b{color:var(--info)}.tile.ok b{color:var(--ok)}.tile.unknown b{color:var(--unknown)}
button.tile:hover{border-color:var(--dim)}
.cats{columns:3 360px;column-gap:14px}
.card{break-inside:avoid;margin-bottom:14px;border:1px solid var(--line);border-radius:var(--radius);overflow:hidden}
.card header{display:flex;flex-wrap:wrap;gap:6px 10px;align-items:center;padding:8px 12px;background:var(--soft);border-bottom:1px solid var(--line)}
.card header h3{margin:0;margin-right:auto}
.card header small{color:var(--dim);font-weight:400;margin-left:6px}
.card footer{display:flex;flex-wrap:wrap;gap:8px;padding:8px 12px;border-top:1px solid var(--line)}
.empty{margin:0;padding:8px 12px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:5px 12px;border-top:1px solid var(--line);vertical-align:top;font-size:.9rem}
thead th{border-top:0;color:var(--dim);font-weight:500;font-size:.8rem}
td.num,th.num{text-align:right;white-space:nowrap}
td .mono{overflow-wrap:anywhere}
.linklike{border:0;background:none;padding:0;color:var(--link);text-align:left;text-decoration:underline;overflow-wrap:anywhere}
.tag{display:inline-block;border-radius:4px;padding:0 6px;font-size:.8rem;white-space:nowrap;background:var(--soft);border:1px solid var(--line)}
.tag.error{background:var(--errorsoft);color:var(--error);border-color:transparent}.tag.warn{background:var(--warnsoft);color:var(--warn);border-color:transparent}.tag.info{background:var(--infosoft);color:var(--info);border-color:transparent}.tag.ok{background:var(--oksoft);color:var(--ok);border-color:transparent}.tag.unknown{background:var(--unknownsoft);color:var(--unknown);border-color:transparent}
.item{border:1px solid var(--line);border-left:4px solid var(--line);border-radius:var(--radius);margin:0 0 8px;background:var(--bg)}
.item.error{border-left-color:var(--error)}.item.warn{border-left-color:var(--warn)}.item.info{border-left-color:var(--info)}.item.ok{border-left-color:var(--ok)}.item.unknown{border-left-color:var(--unknown)}
.item>summary{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline;padding:8px 12px;cursor:pointer;list-style:none}
.item>summary::-webkit-details-marker{display:none}
.item>summary:before{content:"▸";color:var(--dim);width:.8em}
.item[open]>summary:before{content:"▾"}
.item>summary:hover{background:var(--soft)}
.item>summary .main{flex:1 1 260px;min-width:0;overflow-wrap:anywhere}
.item>summary .main.mono{font-size:.88rem}
.item>summary .where{color:var(--dim);font-size:.82rem;overflow-wrap:anywhere}
.body{padding:4px 14px 14px;border-top:1px solid var(--line)}
.body p{margin:8px 0}
.dim{color:var(--dim)}
.frame{margin:4px 0 10px;border:1px solid var(--line);border-radius:6px;background:var(--soft);overflow:hidden}
.frame .at{display:block;padding:3px 10px;font-family:var(--mono);font-size:.78rem;color:var(--dim);border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.frame pre{margin:0;padding:6px 10px;overflow-x:auto;white-space:pre;tab-size:2}
.frame pre i{font-style:normal;color:var(--dim);user-select:none;margin-right:1.2em}
.frame mark{background:var(--mark);color:inherit;border-radius:2px;box-shadow:0 2px 0 var(--error)}
ul.plain,ol.plain{list-style:none;margin:0;padding:0}
.steps>li{position:relative;padding-left:18px;border-left:2px solid var(--line)}
.steps>li:before{content:"";position:absolute;left:-5px;top:9px;width:8px;height:8px;border-radius:50%;background:var(--dim)}
.steps .note{font-family:var(--mono);font-size:.88rem}
.way{margin:8px 0}
.paste{display:flex;gap:8px;align-items:flex-start;margin-top:3px}
.paste code{flex:1;min-width:0;display:block;padding:5px 10px;border:1px solid var(--line);border-radius:6px;background:var(--soft);overflow-wrap:anywhere;white-space:pre-wrap}
.places{columns:3 260px;margin:6px 0;padding:0;list-style:none;font-size:.85rem}
.places li{break-inside:avoid;overflow-wrap:anywhere}
.url{overflow-wrap:anywhere}
.url b{font-weight:600}
.picture{overflow-x:auto;border:1px solid var(--line);border-radius:var(--radius);background:var(--bg)}
.picture svg{display:block}
.picture .head{fill:var(--dim);font-size:12px}
.node{cursor:pointer}
.node.other{cursor:default}
.node rect{fill:var(--soft);stroke:var(--line)}
.node text{fill:var(--text);font:12px var(--mono)}
.node .num{fill:var(--dim);font-size:11px}
.node.error rect{stroke:var(--error);fill:var(--errorsoft)}.node.warn rect{stroke:var(--warn);fill:var(--warnsoft)}.node.ok rect{stroke:var(--ok);fill:var(--oksoft)}.node.unknown rect{stroke:var(--unknown);fill:var(--unknownsoft);stroke-dasharray:4 3}
.node:focus{outline:none}
.node:focus-visible rect,.node:hover rect{stroke-width:2.5}
.edge{fill:none;stroke:var(--dim);opacity:.35}
.edge.error{stroke:var(--error)}.edge.warn{stroke:var(--warn)}.edge.ok{stroke:var(--ok)}.edge.unknown{stroke:var(--unknown)}
.dimmed .edge{opacity:.06}.dimmed .node{opacity:.3}
.dimmed .edge.on{opacity:.8}.dimmed .node.on{opacity:1}
.tree{margin:10px 0;padding-left:20px}
.tree li{margin:2px 0;overflow-wrap:anywhere}
.toast{position:fixed;left:50%;bottom:20px;transform:translateX(-50%);background:var(--text);color:var(--bg);padding:6px 16px;border-radius:18px;opacity:0;pointer-events:none;transition:opacity .15s}
.toast.on{opacity:1}
main{padding-bottom:60px}
@media(max-width:600px){.wrap{padding:0 10px}.bar{padding-top:10px}h1 small{display:block;margin-left:0}.tabs button{padding:8px 7px}.tabs .count{padding:0 4px;margin-left:4px;min-width:1.4em}.tiles{grid-template-columns:repeat(3,1fr);gap:6px}.tile{padding:8px}.tile b{font-size:1.25rem}.tile{font-size:.85rem}.filters select{flex:1 1 40%;max-width:none}.body{padding:4px 10px 10px}th,td{padding:5px 8px}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media(forced-colors:active){.frame mark{outline:1px solid}}
@media print{.filters,.tools,.tabs{display:none}}
`
