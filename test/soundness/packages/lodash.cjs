// Stands in for lodash: what programs send their options through.
const merge = (target, ...sources) => {
  for (const source of sources)
    for (const [key, value] of Object.entries(source || {})) {
      if (value === undefined) continue
      const both = [target[key], value].every((x) => x !== null && typeof x === 'object' && !Array.isArray(x))
      target[key] = both ? merge({ ...target[key] }, value) : value
    }
  return target
}
const defaults = (target, ...sources) => {
  for (const source of sources) for (const [key, value] of Object.entries(source)) target[key] ??= value
  return target
}
const forEach = (o, each) => {
  for (const key of Object.keys(o)) each(o[key], key)
  return o
}
module.exports = { merge, forEach, assign: Object.assign, defaults, cloneDeep: (x) => merge({}, x) }
