import { describe, expect, it } from 'vitest'
import { measure } from '../../bench/link'

describe('linking', () => {
  it('takes no more for each module of a large project than of a small one', async () => {
    await measure(200) // warm up
    const small = await measure(1000)
    const large = await measure(8000)
    const perModule = { small: small.cold / small.modules, large: large.cold / large.modules }
    expect(large.calls).toBeGreaterThan(7 * small.calls)
    // Fixed costs make the small one dearer; work that grows with callers × calls makes the large one eight times so.
    expect(perModule.large).toBeLessThan(1.5 * perModule.small)
    expect(large.again).toBeLessThan(2 * large.cold)
  })
})
