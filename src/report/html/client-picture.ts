/** The page's script, fourth part: the picture of modules, wrapping functions and hosts. */
export const CLIENT_PICTURE = String.raw`
/** Most nodes of a column: more can't be read. The rest is one node, or a folder. */
const MOST = 20

function tally(list, keysOf) {
  const counts = new Map()
  for (const item of list) for (const key of keysOf(item)) counts.set(key, (counts.get(key) || 0) + 1)
  return counts
}

/** Puts files into folders until a column can hold them: folders with most calls are opened first. */
function groupFiles(calls, wrong) {
  const counts = tally(calls, (call) => [call.file])
  if (counts.size <= MOST) return new Map([...counts.keys()].map((file) => [file, file]))
  const groups = new Map([['', [...counts.keys()]]])
  const sum = (files) => files.reduce((total, file) => total + counts.get(file), 0)
  const open = (prefix, files) => {
    const children = new Map()
    for (const file of files) {
      const rest = file.slice(prefix.length)
      const end = rest.indexOf('/')
      const key = end < 0 ? file : prefix + rest.slice(0, end + 1)
      children.set(key, [...(children.get(key) || []), file])
    }
    return children
  }
  const closed = new Set()
  for (;;) {
    const next = [...groups].filter(([key]) => (key === '' || key.endsWith('/')) && !closed.has(key)).sort((a, b) => sum(b[1]) - sum(a[1]))[0]
    if (!next) break
    const children = open(next[0], next[1])
    if (groups.size - 1 + children.size > MOST) { closed.add(next[0]); continue }
    groups.delete(next[0])
    for (const [key, files] of children) groups.set(key, files)
  }
  // One huge folder: its biggest parts by name, the others together.
  const single = [...groups].find(([, files]) => files.length > counts.size * 0.6 && groups.size < MOST / 2)
  const names = new Map()
  for (const [key, files] of groups) for (const file of files) names.set(file, key)
  if (single) {
    const isWrong = (files) => files.some((file) => wrong.has(file))
    const children = [...open(single[0], single[1])].sort((a, b) => isWrong(b[1]) - isWrong(a[1]) || sum(b[1]) - sum(a[1]))
    children.slice(0, MOST - groups.size).forEach(([key, files]) => files.forEach((file) => names.set(file, key)))
    const others = children.slice(MOST - groups.size)
    others.forEach(([, files]) => files.forEach((file) => names.set(file, '+' + others.length)))
  }
  return names
}

/** The keys with most calls by themselves, those in front that are wrong, and the others as one. */
function cap(counts, wrong) {
  const order = [...counts].sort((a, b) => wrong.has(b[0]) - wrong.has(a[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  if (order.length <= MOST) return (key) => key
  const kept = new Set(order.slice(0, MOST - 1).map(([key]) => key))
  return (key) => (kept.has(key) ? key : '+' + (order.length - kept.size))
}

function shorten(text, length) {
  if (text.length <= length) return text
  const tail = Math.ceil((length - 1) * 0.6)
  return text.slice(0, length - 1 - tail) + '…' + text.slice(-tail)
}

/** How a call stands with one of its hosts: a finding about another host does not count. */
function statusOf(call, host) {
  let status = host === '?' ? 'unknown' : 'ok'
  for (const group of call.groups) {
    if (group.severity !== 'info' && (group.origin === null || group.origin === host)) status = worse(group.severity, status)
  }
  return status
}

/** The keys of calls with an error: they stand by themselves, however few their calls are. */
function refused(calls, keyOf) {
  return new Set(calls.flatMap((call) => call.hosts.filter((own) => statusOf(call, own) === 'error').map((own) => keyOf(call, own))))
}

/** Modules, functions and hosts with the threads between them. */
function graphOf(calls) {
  const files = groupFiles(calls, refused(calls, (call) => call.file))
  const wrapper = cap(tally(calls, (call) => [call.wrapper]), refused(calls, (call) => call.wrapper))
  const host = cap(tally(calls, (call) => call.hosts), refused(calls, (call, own) => own))
  const threads = new Map()
  for (const call of calls) {
    for (const own of call.hosts) {
      const ends = [files.get(call.file), wrapper(call.wrapper), host(own)]
      const key = ends.join('\n')
      const thread = threads.get(key)
      const status = statusOf(call, own)
      if (thread) { thread.count++; thread.status = worse(thread.status, status) }
      else threads.set(key, { ends, count: 1, status })
    }
  }
  const list = [...threads.values()]
  const columns = [0, 1, 2].map((column) => {
    const nodes = new Map()
    for (const thread of list) {
      const key = thread.ends[column]
      const node = nodes.get(key) || { key, column, count: 0, status: 'ok', place: 0 }
      node.count += thread.count
      node.status = worse(node.status, thread.status)
      nodes.set(key, node)
    }
    return nodes
  })
  order(columns, list)
  return { columns, threads: list }
}

/** Orders each column by where its neighbours stand, a few times over, so that fewer lines cross. */
function order(columns, threads) {
  const put = (nodes) => nodes.forEach((node, index) => { node.place = index / Math.max(1, nodes.length - 1) })
  columns.forEach((column) => put([...column.values()].sort((a, b) => (a.key < b.key ? -1 : 1))))
  for (const [column, neighbours] of [[1, [0]], [2, [1]], [1, [0, 2]], [0, [1]], [1, [0, 2]], [2, [1]]]) {
    const sums = new Map()
    for (const thread of threads) {
      const sum = sums.get(thread.ends[column]) || [0, 0]
      for (const other of neighbours) {
        sum[0] += columns[other].get(thread.ends[other]).place * thread.count
        sum[1] += thread.count
      }
      sums.set(thread.ends[column], sum)
    }
    const middle = (node) => sums.get(node.key)[0] / sums.get(node.key)[1]
    put([...columns[column].values()].sort((a, b) => middle(a) - middle(b) || (a.key < b.key ? -1 : 1)))
  }
}

function nodeName(node) {
  if (node.key[0] === '+') return t('page.picture.others', { count: node.key.slice(1) })
  if (node.column === 2 && node.key === '?') return t('page.wholeUnknown')
  return node.key || './'
}

function drawGraph(graph, width) {
  const [gap, high, top] = [8, 26, 28]
  const boxes = [0.29, 0.27, 0.29].map((part) => Math.floor(width * part))
  const xs = [1, Math.floor((width - boxes[1]) / 2), width - boxes[2] - 1]
  const most = Math.max(...graph.columns.map((column) => column.size))
  const height = top + most * (high + gap) + 6
  for (const [index, column] of graph.columns.entries()) {
    const nodes = [...column.values()].sort((a, b) => a.place - b.place)
    // Short columns are spread, so that lines run less steeply.
    const step = Math.min(3 * high, (height - top - 6) / nodes.length)
    const offset = top + (height - top - 6 - step * nodes.length) / 2 + (step - high) / 2
    nodes.forEach((node, row) => { node.x = xs[index]; node.width = boxes[index]; node.y = Math.round(offset + row * step) })
  }
  const svg = s('svg', { width, height, viewBox: '0 0 ' + width + ' ' + height, role: 'group',
    'aria-label': t('page.picture.label', { modules: graph.columns[0].size, wrappers: graph.columns[1].size, hosts: graph.columns[2].size }) })
  ;['modules', 'wrappers', 'hosts'].forEach((name, index) =>
    svg.append(s('text', { x: xs[index] + 4, y: 17, class: 'head' }, t('page.picture.' + name))))
  const edges = new Map()
  for (const thread of graph.threads) {
    for (const side of [0, 1]) {
      const key = side + '\n' + thread.ends[side] + '\n' + thread.ends[side + 1]
      const edge = edges.get(key) || { side, from: thread.ends[side], to: thread.ends[side + 1], count: 0, status: 'ok', threads: [] }
      edge.count += thread.count
      edge.status = worse(edge.status, thread.status)
      edge.threads.push(thread)
      edges.set(key, edge)
    }
  }
  const biggest = Math.max(1, ...[...edges.values()].map((edge) => edge.count))
  for (const edge of edges.values()) {
    const a = graph.columns[edge.side].get(edge.from)
    const b = graph.columns[edge.side + 1].get(edge.to)
    const [x1, y1, x2, y2] = [a.x + a.width, a.y + high / 2, b.x, b.y + high / 2]
    const half = (x2 - x1) / 2
    edge.element = s('path', { class: 'edge ' + edge.status, 'stroke-width': (1.5 + 8 * Math.sqrt(edge.count / biggest)).toFixed(1),
      d: 'M' + x1 + ' ' + y1 + 'C' + (x1 + half) + ' ' + y1 + ' ' + (x2 - half) + ' ' + y2 + ' ' + x2 + ' ' + y2 })
    svg.append(edge.element)
  }
  const follow = (node) => {
    svg.classList.toggle('dimmed', node !== null)
    const on = new Set(node ? graph.threads.filter((thread) => thread.ends[node.column] === node.key) : [])
    for (const edge of edges.values()) edge.element.classList.toggle('on', edge.threads.some((thread) => on.has(thread)))
    const keys = [0, 1, 2].map((column) => new Set([...on].map((thread) => thread.ends[column])))
    graph.columns.forEach((column, index) => column.forEach((other) => other.element.classList.toggle('on', keys[index].has(other.key))))
  }
  for (const column of graph.columns) {
    for (const node of [...column.values()].sort((a, b) => a.place - b.place)) {
      const name = nodeName(node)
      const other = node.key[0] === '+' || node.key === ''
      const choose = () => { if (!other) goToNode(node) }
      const count = String(node.count)
      node.element = s('g', { class: 'node ' + node.status + (other ? ' other' : ''), tabindex: 0, role: other ? 'img' : 'button',
        'aria-label': t('page.picture.node', { name, count }), onclick: choose,
        onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose() } },
        onmouseenter: () => follow(node), onmouseleave: () => follow(null), onfocus: () => follow(node), onblur: () => follow(null) },
      s('title', null, name),
      s('rect', { x: node.x, y: node.y, width: node.width, height: high, rx: 5 }),
      s('text', { x: node.x + 8, y: node.y + 17, 'aria-hidden': 'true' }, shorten(name, Math.floor((node.width - 26 - count.length * 7) / 7.3))),
      s('text', { x: node.x + node.width - 8, y: node.y + 17, class: 'num', 'text-anchor': 'end', 'aria-hidden': 'true' }, count))
      svg.append(node.element)
    }
  }
  return svg
}

/** Choosing a node narrows everything down to it; choosing the only one of its column shows its calls. */
function goToNode(node) {
  const token = 'mwh'[node.column] + ':' + node.key
  if (state.at.includes(token)) return goTo('calls', {})
  goTo('picture', { at: [...state.at.filter((other) => other[0] !== token[0]), token] })
}

function graphList(graph) {
  const tree = new Map()
  for (const { ends, count } of graph.threads) {
    const functions = tree.get(ends[2]) || new Map()
    const modules = functions.get(ends[1]) || []
    modules.push([ends[0], count])
    functions.set(ends[1], modules)
    tree.set(ends[2], functions)
  }
  const name = (column, key) => nodeName({ column, key })
  return h('ul', { class: 'tree' }, [...tree].map(([host, functions]) => h('li', null, h('b', { class: 'mono' }, name(2, host)),
    h('ul', { class: 'tree' }, [...functions].map(([wrapper, modules]) => h('li', null, h('span', { class: 'mono' }, name(1, wrapper)),
      h('ul', { class: 'tree' }, modules.map(([file, count]) => h('li', null, h('span', { class: 'mono' }, name(0, file)), ' ', h('span', { class: 'count' }, count))))))))))
}

function renderPicture(panel) {
  const calls = filteredCalls()
  append(panel, [h('p', { class: 'dim', role: 'status' }, t('page.results', { count: calls.length, total: data.calls.length }))])
  if (calls.length === 0) return panel.append(h('p', null, t('page.none')))
  const graph = graphOf(calls)
  const box = h('div', { class: 'picture', tabindex: 0, role: 'region', 'aria-label': t('page.picture') })
  append(panel, [h('p', null, t('page.picture.about')), box])
  box.append(drawGraph(graph, Math.max(620, box.clientWidth || 0)))
  const list = h('details', { class: 'item' }, h('summary', null, t('page.picture.list')))
  list.addEventListener('toggle', () => { if (list.open && !list.querySelector('ul')) list.append(h('div', { class: 'body' }, graphList(graph))) })
  panel.append(h('p'), list)
  // Where the picture must be scrolled sideways, the list reads better.
  if (box.clientWidth < 500) list.open = true
}
`
