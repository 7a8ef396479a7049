/** The page's script, third part: findings and calls. */
export const CLIENT_VIEWS = String.raw`
function callLink(key) {
  const calls = data.byKey.get(key)
  const text = h('span', { class: 'mono' }, key)
  if (!calls) return h('li', null, text)
  return h('li', null, h('button', { type: 'button', class: 'linklike mono', onclick: () => {
    goTo('calls', { q: calls[0].file, status: '', category: '', at: [] })
    const item = document.querySelector('[data-key="' + CSS.escape(key) + '"]')
    if (item) { item.open = true; item.querySelector('summary').focus() }
  } }, key))
}

function traceList(steps) {
  return h('ol', { class: 'plain steps' }, steps.map((step) => h('li', null, h('span', { class: 'note' }, step.note), frame(step))))
}

function wayRow(way) {
  return h('li', { class: 'way' }, way.label,
    way.paste === null ? null : h('div', { class: 'paste' }, h('code', null, way.paste), copyButton(way.paste, t('page.copy'), true)))
}

function groupBody(group) {
  const text = group.text[state.lang]
  const places = h('div')
  const morePlaces = paged(group.places, 3, (place) => {
    const uses = h('ul', { class: 'places' })
    const box = h('div', null, frame(place))
    if (place.uses.length) {
      const more = paged(place.uses, 12, callLink, uses)
      append(box, [h('h3', null, t('page.uses'), ' ', h('span', { class: 'count' }, place.uses.length)), uses, more])
    }
    if (place.trace.length > 1) append(box, [h('h3', null, t('page.trace')), traceList(place.trace)])
    return box
  }, places)
  return [
    text.cause ? h('p', null, text.cause) : null,
    text.device ? h('p', { class: 'dim' }, text.device) : null,
    text.also.map((line) => h('p', { class: 'dim' }, line)),
    h('p', { class: 'dim' }, t(group.code + '.about')),
    places, morePlaces,
    text.ways.length ? [h('h3', null, t('page.ways')), h('ol', { class: 'plain' }, text.ways.map(wayRow))] : null,
    group.document ? h('p', null, h('a', { href: group.document, rel: 'noreferrer noopener', target: '_blank' }, t('page.document'))) : null,
  ]
}

function groupItem(group, open) {
  const first = group.places[0]
  const details = lazy(group.severity, [
    h('span', { class: 'main' }, group.text[state.lang].headline),
    tag(group.code, group.severity),
    h('span', { class: 'where mono' }, first.file + ':' + first.line, group.places.length > 1 ? ' +' + (group.places.length - 1) : ''),
  ], () => groupBody(group))
  details.dataset.code = group.code
  if (open) { details.open = true; details.fill() }
  return details
}

function renderFindings(panel) {
  const groups = filteredGroups()
  const count = (list) => list.reduce((sum, group) => sum + group.count, 0)
  append(panel, [h('h2', { class: 'sr' }, t('page.findings')), h('p', { class: 'dim', role: 'status' }, t('page.resultFindings', { count: count(groups), total: count(data.groups) }))])
  if (groups.length === 0) return panel.append(h('p', null, t(data.groups.length ? 'page.none' : 'page.clean')))
  const list = h('div')
  const more = paged(groups, 40, (group, index) => groupItem(group, index < 3 && group.severity === 'error'), list)
  panel.append(list, more)
}

function callBody(call) {
  const urls = call.urls.map((url) => h('li', null,
    h('p', null, urlText(url),
      url.when ? [' ', tag(t('page.when', { when: url.when }))] : null,
      url.rewritten ? h('span', { class: 'dim' }, ' → ' + t('page.rewritten') + ' ', h('span', { class: 'mono' }, url.rewritten)) : null),
    url.source ? frame(url.source, t('page.source')) : null))
  const via = call.via.map((hop) => h('li', null, h('span', { class: 'note' }, hop.name), hop.file === null ? null : frame(hop)))
  return [
    h('h3', null, t('page.place')), frame(call),
    urls.length ? [h('h3', null, t('page.urls')), h('ul', { class: 'plain' }, urls)] : null,
    via.length ? [h('h3', null, t('page.via')), h('ol', { class: 'plain steps' }, via, h('li', null, h('span', { class: 'note' }, call.api)))] : null,
    call.unknown ? [h('h3', null, t('page.lost')), h('p', null, t('loss.' + call.unknown.reason)), frame(call.unknown)] : null,
    call.groups.length ? [h('h3', null, t('page.callFindings')), call.groups.map((group) => groupItem(group, false))] : null,
  ]
}

function callItem(call) {
  const url = call.urls[0]
  const details = lazy(call.status, [
    h('span', { class: 'main mono' }, url ? urlText(url) : h('span', { class: 'dim' }, t('page.noUrl')),
      call.urls.length > 1 ? h('span', { class: 'count' }, '+' + (call.urls.length - 1)) : null),
    tag(t('category.' + call.category)),
    call.status === 'ok' ? null : statusTag(call.status),
    h('span', { class: 'where mono' }, call.file + ':' + call.line, ' · ' + [...call.via.map((hop) => hop.name), call.api].join(' → ')),
  ], () => callBody(call))
  details.dataset.key = call.key
  return details
}

function renderCalls(panel) {
  const calls = filteredCalls()
  append(panel, [h('h2', { class: 'sr' }, t('page.calls')), h('p', { class: 'dim', role: 'status' }, t('page.results', { count: calls.length, total: data.calls.length }))])
  if (calls.length === 0) return panel.append(h('p', null, t('page.none')))
  const list = h('div')
  panel.append(list, paged(calls, 60, callItem, list))
}
`
