/** The page's script, last part: the frame around the views, keys, and the start. */
export const CLIENT_MAIN = String.raw`
const TABS = ['overview', 'findings', 'calls', 'picture']
const VIEWS = { overview: renderOverview, findings: renderFindings, calls: renderCalls, picture: renderPicture }

function renderHead() {
  document.documentElement.lang = state.lang === 'zh' ? 'zh-CN' : 'en'
  document.title = t('page.title') + ' · ' + data.environment
  $('skip').textContent = t('page.skip')
  $('title').replaceChildren(t('page.title'), h('small', null, data.summary[state.lang]))
  $('language').textContent = t('page.language')
  $('language').lang = state.lang === 'zh' ? 'en' : 'zh-CN'
  $('theme').textContent = t('page.theme') + t('colon') + t('page.theme.' + state.theme)
  const facts = [
    [t('page.platform'), data.platform[state.lang]],
    [t('page.environment'), data.environment + (state.lang === 'zh' ? '（' : ' (') + (data.from.environment === 'default' ? t('page.from.default') : t('page.from', { from: data.from.environment })) + (state.lang === 'zh' ? '）' : ')')],
    ['appid', data.appid],
    [t('page.lists'), data.from.domains || t('page.lists.none')],
  ]
  $('facts').replaceChildren(...facts.filter(([, value]) => value !== null).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))))
  $('notices').replaceChildren(...data.notices[state.lang].map((text) => h('p', { class: 'notice' }, text)))
  const counts = { findings: data.groups.reduce((sum, group) => sum + group.count, 0), calls: data.calls.length }
  $('tabs').setAttribute('aria-label', t('page.tabs'))
  for (const tab of TABS) {
    const button = $('tab-' + tab)
    button.replaceChildren(t('page.' + tab), ...(tab in counts ? [h('span', { class: 'count' }, counts[tab])] : []))
    button.setAttribute('aria-selected', String(state.tab === tab))
    button.tabIndex = state.tab === tab ? 0 : -1
  }
  // More tabs than room: the one that is shown is seen.
  const row = $('tabs')
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = $('tab-' + state.tab).offsetLeft - row.offsetLeft - 24
}

function options(select, label, rows, value) {
  select.setAttribute('aria-label', label)
  select.replaceChildren(h('option', { value: '' }, label + t('colon') + t('page.any')),
    ...rows.map(([key, text]) => h('option', { value: key, selected: key === value }, text)))
  select.value = value
}

function renderFilters() {
  $('filters').hidden = state.tab === 'overview'
  const search = $('search')
  search.placeholder = t('page.searchHint')
  search.setAttribute('aria-label', t('page.search'))
  if (search.value !== state.q) search.value = state.q
  options($('status'), t('page.status'), ['error', 'warn', 'info', 'unknown', 'ok'].map((key) => [key, t('page.status.' + key)]), state.status)
  const present = new Set([...data.calls.map((call) => call.category), ...data.groups.flatMap((group) => group.categories)])
  const known = ['request', 'uploadFile', 'downloadFile', 'socket', 'udp', 'tcp', 'webview', 'none'].filter((key) => present.has(key))
  options($('category'), t('page.category'), known.map((key) => [key, t('category.' + key)]), state.category)
  $('clear').textContent = t('page.clear')
  $('clear').hidden = !isFiltered()
  const names = { m: t('page.picture.modules'), w: t('page.picture.wrappers'), h: t('page.picture.hosts') }
  $('chips').replaceChildren(...state.at.map((token) => {
    const text = names[token[0]] + t('colon') + (token === 'h:?' ? t('page.wholeUnknown') : token.slice(2))
    return h('span', { class: 'chip' }, h('span', null, text), h('button', { type: 'button', 'aria-label': t('page.remove', { filter: text }),
      onclick: () => { state.at = state.at.filter((other) => other !== token); render() } }, '×'))
  }))
}

function renderPanel() {
  for (const tab of TABS) {
    const panel = $('panel-' + tab)
    panel.hidden = tab !== state.tab
    panel.replaceChildren()
    if (tab === state.tab) VIEWS[tab](panel)
  }
}

function render() {
  writeHash()
  renderHead()
  renderFilters()
  renderPanel()
}

function applyTheme() {
  if (state.theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = state.theme
}

function start() {
  prepare()
  readHash()
  const theme = load('theme')
  if (theme === 'light' || theme === 'dark') state.theme = theme
  const lang = load('lang')
  if (lang === 'en' || lang === 'zh') state.lang = lang
  applyTheme()
  let timer = 0
  $('search').addEventListener('input', (event) => {
    clearTimeout(timer)
    timer = setTimeout(() => { state.q = event.target.value; writeHash(); renderFilters(); renderPanel() }, 80)
  })
  for (const name of ['status', 'category']) {
    $(name).addEventListener('change', (event) => { state[name] = event.target.value; render() })
  }
  $('clear').addEventListener('click', () => { Object.assign(state, { q: '', status: '', category: '', at: [] }); render(); $('search').focus() })
  $('language').addEventListener('click', () => { state.lang = state.lang === 'zh' ? 'en' : 'zh'; save('lang', state.lang); render() })
  $('theme').addEventListener('click', () => {
    state.theme = { auto: 'light', light: 'dark', dark: 'auto' }[state.theme]
    save('theme', state.theme)
    applyTheme()
    renderHead()
  })
  for (const tab of TABS) $('tab-' + tab).addEventListener('click', () => { state.tab = tab; render() })
  $('tabs').addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const index = event.key === 'Home' ? 0 : event.key === 'End' ? TABS.length - 1 : step ? (TABS.indexOf(state.tab) + step + TABS.length) % TABS.length : -1
    if (index < 0) return
    event.preventDefault()
    state.tab = TABS[index]
    render()
    $('tab-' + state.tab).focus()
  })
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return
    event.preventDefault()
    if (state.tab === 'overview') { state.tab = 'calls'; render() }
    $('search').focus()
  })
  addEventListener('hashchange', () => { readHash(); render() })
  let width = innerWidth
  addEventListener('resize', () => {
    if (state.tab !== 'picture' || innerWidth === width) return
    width = innerWidth
    renderPanel()
  })
  render()
  if (data.live) {
    const scroll = load('scroll')
    if (scroll) { save('scroll', ''); scrollTo(0, Number(scroll)); toast(t('page.updated')) }
    new EventSource(data.live).addEventListener('message', () => { save('scroll', String(scrollY)); location.reload() })
  }
  document.documentElement.dataset.ready = 'true'
}

start()
`
