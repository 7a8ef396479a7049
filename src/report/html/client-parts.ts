/** The page's script, second part: pieces that several views use, and the overview. */
export const CLIENT_PARTS = String.raw`
function tag(text, kind) {
  return h('span', { class: kind ? 'tag ' + kind : 'tag' }, text)
}

/** A line of source with its place; the place alone where there is no source. */
function frame(place, note) {
  const key = keyOf(place)
  const row = data.frames[key]
  const at = h('span', { class: 'at' }, key, note ? ' · ' + note : '')
  if (!row) return h('div', { class: 'frame' }, at)
  const [line, text, from, to] = row
  return h('div', { class: 'frame' }, at,
    h('pre', { tabindex: 0 }, h('i', { 'aria-hidden': 'true' }, line), text.slice(0, from), h('mark', null, text.slice(from, to)), text.slice(to)))
}

/** A URL with its host in bold. */
function urlText(url) {
  const at = url.origin ? url.url.toLowerCase().indexOf(url.origin.toLowerCase()) : -1
  if (at < 0) return h('span', { class: 'url mono' }, url.url)
  const end = at + url.origin.length
  return h('span', { class: 'url mono' }, url.url.slice(0, at), h('b', null, url.url.slice(at, end)), url.url.slice(end))
}

/** The first of many, and a button for the next ones. */
function paged(list, size, make, target) {
  let shown = 0
  const more = h('button', { type: 'button', class: 'btn', onclick: () => {
    const before = shown
    add()
    const next = target.children[before].querySelector('summary, button, pre')
    if (next) next.focus()
  } })
  function add() {
    const until = Math.min(list.length, shown + size)
    const pieces = list.slice(shown, until).map(make)
    target.append(...pieces)
    shown = until
    more.hidden = shown >= list.length
    more.textContent = t('page.more', { count: Math.min(size * 4, list.length - shown) })
    size *= 4
  }
  add()
  return more
}

function goTo(tab, changes) {
  Object.assign(state, changes)
  state.tab = tab
  render()
  scrollTo(0, 0)
}

function statusTag(status) {
  return tag(t((status === 'unknown' ? 'page.status.' : 'severity.') + status), status)
}

/** A details element of which the inside is made when it is first opened. */
function lazy(kind, summary, make) {
  const details = h('details', { class: 'item ' + kind }, h('summary', null, summary))
  let made = false
  const fill = () => {
    if (made || !details.open) return
    made = true
    details.append(h('div', { class: 'body' }, make()))
  }
  details.addEventListener('toggle', fill)
  details.fill = fill
  return details
}

function tile(count, label, kind, action) {
  const inside = [h('b', null, count), label[0].toUpperCase() + label.slice(1)]
  return h('li', null, action
    ? h('button', { type: 'button', class: 'tile ' + kind, onclick: action }, inside)
    : h('div', { class: 'tile ' + kind }, inside))
}

function stateTag(row) {
  if (row.listed === null) return tag(t('page.nolist'))
  if (!row.listed) return tag(t('page.unlisted'), 'error')
  return row.calls ? tag(t('page.listed'), 'ok') : tag(t('page.unused'), 'info')
}

function categoryCard(row) {
  const body = h('tbody')
  const card = h('section', { class: 'card', 'aria-label': t('category.' + row.category) },
    h('header', null,
      h('h3', null, t('category.' + row.category), row.label ? h('small', null, row.label) : null),
      row.limit ? h('span', { class: 'dim' }, t('page.limit', { count: row.all.length, limit: row.limit })) : null))
  if (row.rows.length === 0) return append(card, [h('p', { class: 'empty dim' }, t('page.noDomains'))])
  const make = (domain) => h('tr', null,
    h('td', null, domain.calls
      ? h('button', { type: 'button', class: 'linklike mono', 'aria-label': t('page.showCalls', { host: domain.origin }), onclick: () => goTo('calls', { at: ['h:' + domain.origin], category: row.category, status: '', q: '' }) }, domain.origin)
      : h('span', { class: 'mono' }, domain.origin)),
    h('td', null, stateTag(domain)),
    h('td', { class: 'num' }, domain.calls))
  const order = [...row.rows].sort((a, b) => (a.listed === b.listed ? b.calls - a.calls : a.listed === false ? -1 : b.listed === false ? 1 : 0))
  const more = paged(order, 12, make, body)
  append(card, [h('table', null, h('thead', null, h('tr', null,
    h('th', { scope: 'col' }, t('page.host')), h('th', { scope: 'col' }, t('page.state')), h('th', { scope: 'col', class: 'num' }, t('page.calls')))), body)])
  const footer = h('footer', null, more)
  if (row.all.length) footer.append(copyButton(row.all.join('\n'), t('page.copy.all', { count: row.all.length })))
  if (row.missing.length) footer.append(copyButton(row.missing.join('\n'), t('page.copy.missing', { count: row.missing.length })))
  if (footer.querySelector('button:not([hidden])')) card.append(footer)
  return card
}

function renderOverview(panel) {
  const by = (severity) => data.groups.filter((group) => group.severity === severity).reduce((sum, group) => sum + group.count, 0)
  const unknown = data.calls.filter((call) => call.resolution === 'none').length
  const hosts = new Set(data.categories.flatMap((row) => row.rows.filter((domain) => domain.calls).map((domain) => domain.origin)))
  const findings = (status) => () => goTo('findings', { status, q: '', category: '', at: [] })
  append(panel, [
    h('ul', { class: 'tiles' },
      tile(by('error'), t('page.status.error'), by('error') ? 'error' : 'ok', findings('error')),
      tile(by('warn'), t('page.status.warn'), by('warn') ? 'warn' : 'ok', findings('warn')),
      tile(by('info'), t('page.status.info'), 'info', findings('info')),
      tile(data.calls.length, t('page.calls'), '', () => goTo('calls', { status: '', q: '', category: '', at: [] })),
      tile(unknown, t('page.status.unknown'), unknown ? 'unknown' : 'ok', () => goTo('calls', { status: 'unknown', q: '', category: '', at: [] })),
      tile(hosts.size, t('page.hosts'), '', () => goTo('picture', { status: '', q: '', category: '', at: [] })),
      tile(t('page.of', { part: data.modules.analysed, whole: data.modules.seen }), t('page.modules'), '')),
    h('h2', null, t('page.domains')),
    h('div', { class: 'cats' }, data.categories.map(categoryCard)),
  ])
}
`
