import { CLIENT_CORE } from './client-core'
import { CLIENT_MAIN } from './client-main'
import { CLIENT_PARTS } from './client-parts'
import { CLIENT_PICTURE } from './client-picture'
import { CLIENT_VIEWS } from './client-views'
import { SCRIPT_HASH, STYLE_HASH } from './hashes'
import { STYLE } from './style'

/** The page's whole script. Its hash stands in the page's policy, so nothing else is ever run. */
export const SCRIPT = `(() => {\n'use strict'\n${[CLIENT_CORE, CLIENT_PARTS, CLIENT_VIEWS, CLIENT_PICTURE, CLIENT_MAIN].join('')}})()`

/** Text in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const TABS = ['overview', 'findings', 'calls', 'picture'] as const

/** What the page may do: run its own script and style, and connect to nothing but its own origin's stream when live. */
function policy(live: boolean): string {
  const parts = [
    `default-src 'none'`,
    `script-src 'sha256-${SCRIPT_HASH}'`,
    `style-src 'sha256-${STYLE_HASH}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ]
  if (live) parts.push(`connect-src 'self'`)
  return parts.join('; ')
}

/** The page around its data. `json` must be safe inside a script element. */
export function pageHtml(init: { json: string; lang: string; title: string; noscript: string; live: boolean }): string {
  const tabs = TABS.map(
    (tab) =>
      `<button type="button" role="tab" id="tab-${tab}" aria-controls="panel-${tab}" aria-selected="false"></button>`,
  )
  const panels = TABS.map(
    (tab) => `<section role="tabpanel" id="panel-${tab}" aria-labelledby="tab-${tab}" hidden></section>`,
  )
  return `<!doctype html>
<html lang="${init.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(init.live)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="unplugin-mp-domains">
<title>${escapeHtml(init.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" id="skip" href="#main"></a>
<header class="top"><div class="wrap">
<div class="bar"><h1 id="title">${escapeHtml(init.title)}</h1><div class="tools"><button type="button" class="btn" id="theme"></button><button type="button" class="btn" id="language"></button></div></div>
<dl class="facts" id="facts"></dl>
<div id="notices"></div>
<div class="tabs" role="tablist" id="tabs">${tabs.join('')}</div>
</div></header>
<div class="filters" id="filters" hidden><div class="wrap">
<div class="row" role="search"><input id="search" type="search" autocomplete="off" spellcheck="false"><select id="status"></select><select id="category"></select><button type="button" class="btn" id="clear" hidden></button></div>
<div class="chips" id="chips"></div>
</div></div>
<main class="wrap" id="main" tabindex="-1">
<noscript><p class="notice">${escapeHtml(init.noscript)}</p></noscript>
${panels.join('\n')}
</main>
<div class="toast" id="toast" role="status" aria-live="polite"></div>
<script type="application/json" id="data">${init.json}</script>
<script>${SCRIPT}</script>
</body>
</html>
`
}
