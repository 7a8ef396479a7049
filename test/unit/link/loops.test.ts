import { expect, it } from 'vitest'
import { callsOf } from './project'

// A sum over three lists inside each other, as charts and hashes compute them: it would use up what the URL may cost.
it('gives up a loop that computes, and nothing that stands beside it', async () => {
  const page = `
const sizes = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73]
function weight() {
  let sum = 0
  for (const a of sizes) for (const b of sizes) for (const c of sizes) sum = (sum * 31 + a * b + c) % 65536
  return sum
}
function list() { return '/list' }
wx.request({ url: 'https://api.example.com/' + weight() + list() })
let path = ''
for (const part of ['/a', '/b', '/c']) path += part
wx.request({ url: 'https://api.example.com' + path })`
  expect(await callsOf({ 'a.js': page })).toEqual([
    'a.js:9 wx.request https://api.example.com/{*}/list',
    'a.js:12 wx.request https://api.example.com/a/b/c',
  ])
})
