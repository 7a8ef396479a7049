/**
 * The page's script, first part: data, texts, elements, filters. Plain browser JavaScript as text; elements are made by
 * `createElement` and `textContent` alone, so that nothing of the data is ever read as markup.
 */
export const CLIENT_CORE = String.raw`
const $ = (id) => document.getElementById(id)
const data = JSON.parse($('data').textContent)
const SVG = 'http://www.w3.org/2000/svg'

function append(element, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue
    element.append(child)
  }
  return element
}

/** An element: attributes, listeners as onclick, children. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag)
  return append(assign(element, attributes), children)
}

/** An SVG element. */
function s(tag, attributes, ...children) {
  return append(assign(document.createElementNS(SVG, tag), attributes), children)
}

function assign(element, attributes) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  return element
}

const state = { tab: 'overview', q: '', status: '', category: '', at: [], lang: data.lang, theme: 'auto' }

/** A text in the chosen language, its placeholders filled. */
function t(key, values) {
  const text = data.strings[state.lang][key]
  if (text === undefined) return key
  return text.replace(/\{(\w+)\}/g, (_, name) => (values && name in values ? String(values[name]) : ''))
}

function load(name) {
  try { return localStorage.getItem('mp-domains-' + name) } catch { return null }
}

function save(name, value) {
  try { localStorage.setItem('mp-domains-' + name, value) } catch { /* a page from a file may not store: it works without */ }
}

function keyOf(place) {
  return place.file + ':' + place.line + ':' + place.column
}

/** Filters live in the address, so that a view can be kept, sent and reloaded. */
function readHash() {
  const params = new URLSearchParams(location.hash.slice(1))
  const tab = params.get('tab')
  state.tab = TABS.includes(tab) ? tab : 'overview'
  state.q = params.get('q') || ''
  state.status = params.get('status') || ''
  state.category = params.get('category') || ''
  state.at = params.getAll('at').filter((token) => /^[mwh]:/.test(token))
}

function writeHash() {
  const params = new URLSearchParams()
  if (state.tab !== 'overview') params.set('tab', state.tab)
  for (const name of ['q', 'status', 'category']) if (state[name]) params.set(name, state[name])
  for (const token of state.at) params.append('at', token)
  const hash = params.toString()
  if (hash !== location.hash.slice(1)) history.replaceState(null, '', hash ? '#' + hash : location.pathname + location.search)
}

const RANK = { error: 0, warn: 1, unknown: 2, info: 3, ok: 4 }
const worse = (a, b) => (RANK[a] <= RANK[b] ? a : b)

/** Adds to each call what filters and the picture need, once. */
function prepare() {
  const byKey = new Map()
  data.calls.forEach((call) => {
    call.key = keyOf(call)
    const list = byKey.get(call.key)
    if (list) list.push(call)
    else byKey.set(call.key, [call])
    call.groups = []
    call.status = call.resolution === 'none' ? 'unknown' : 'ok'
    const first = call.via[0]
    call.wrapper = first ? first.name + (first.file ? ' · ' + first.file : '') : call.api
    call.hosts = [...new Set(call.urls.map((url) => url.origin || '?'))]
    if (call.hosts.length === 0) call.hosts.push('?')
    call.text = [call.file, call.api, call.category, call.wrapper, ...call.via.map((hop) => hop.name + ' ' + (hop.file || '')),
      ...call.urls.map((url) => url.url + ' ' + (url.rewritten || ''))].join('\n').toLowerCase()
  })
  data.groups.forEach((group, index) => {
    group.index = index
    group.keys = new Set()
    for (const place of group.places) {
      group.keys.add(keyOf(place))
      for (const use of place.uses) group.keys.add(use)
    }
    for (const key of group.keys) {
      for (const call of byKey.get(key) || []) {
        if (call.groups.includes(group)) continue
        // A literal that uploadFile may not use is no matter of the request beside it.
        if (group.categories[0] !== null && !group.categories.includes(call.category)) continue
        call.groups.push(group)
        if (group.severity !== 'info') call.status = worse(group.severity, call.status)
      }
    }
    group.search = [group.code, group.text.en.headline, group.text.zh.headline, group.text.en.cause, group.text.zh.cause,
      ...group.places.map((place) => place.file)].join('\n').toLowerCase()
  })
  data.byKey = byKey
}

function words() {
  return state.q.toLowerCase().split(/\s+/).filter(Boolean)
}

function fitsToken(call, token) {
  const value = token.slice(2)
  if (token[0] === 'm') return value.endsWith('/') ? call.file.startsWith(value) : call.file === value
  return token[0] === 'w' ? call.wrapper === value : call.hosts.includes(value)
}

/** The calls that all filters let through. */
function filteredCalls() {
  const list = words()
  return data.calls.filter((call) =>
    (!state.status || call.status === state.status || (state.status === 'info' && call.groups.some((group) => group.severity === 'info'))) &&
    (!state.category || call.category === state.category) &&
    state.at.every((token) => fitsToken(call, token)) &&
    list.every((word) => call.text.includes(word) || call.groups.some((group) => group.code.includes(word))))
}

/** The causes that all filters let through; where and host filters count through their calls. */
function filteredGroups() {
  const list = words()
  const fits = (group) => {
    if (state.status && group.severity !== state.status) return false
    if (state.category && !group.categories.includes(state.category)) return false
    if (state.at.length && !data.calls.some((call) => call.groups.includes(group) && state.at.every((token) => fitsToken(call, token)))) return false
    return list.every((word) => group.search.includes(word) ||
      [...group.keys].some((key) => (data.byKey.get(key) || []).some((call) => call.text.includes(word))))
  }
  return data.groups.filter(fits)
}

function isFiltered() {
  return Boolean(state.q || state.status || state.category || state.at.length)
}

let toastTimer = 0
function toast(text) {
  $('toast').textContent = text
  $('toast').classList.add('on')
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => $('toast').classList.remove('on'), 1600)
}

/** Copies text; where the browser forbids it, the text is selected for the reader to copy. */
async function copy(text, element) {
  try {
    await navigator.clipboard.writeText(text)
    toast(t('page.copied'))
    return
  } catch { /* no permission, or no such API for a page from a file */ }
  const area = h('textarea', { class: 'sr', readonly: true })
  area.value = text
  document.body.append(area)
  area.select()
  let done = false
  try { done = document.execCommand('copy') } catch { done = false }
  area.remove()
  if (!done && element) getSelection().selectAllChildren(element)
  toast(t(done ? 'page.copied' : 'page.copyFailed'))
}

function copyButton(text, label, small) {
  return h('button', { type: 'button', class: small ? 'btn small' : 'btn', onclick: (event) => copy(text, event.target.previousElementSibling) }, label)
}
`
