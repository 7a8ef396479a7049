// Stands in for ramda: what programs send their options through.
const copy = (x) => (x && typeof x === 'object' ? JSON.parse(JSON.stringify(x)) : x)
module.exports = { clone: copy, mergeRight: (a, b) => ({ ...a, ...b }), mergeLeft: (a, b) => ({ ...b, ...a }) }
