/**
 * How much longer a run takes on eight times the input: about 8 where the time is in proportion, 64 and more where it is
 * quadratic. The least of up to three tries, since other processes take the machine away now and then.
 */
export function growth(run: (units: number) => void, units: number): number {
  let least = Infinity
  for (let i = 0; i < 3 && least > MOST_GROWTH; i++) {
    // Times under this are noise.
    least = Math.min(
      least,
      timeOf(() => run(units * 8)) /
        Math.max(
          timeOf(() => run(units)),
          4,
        ),
    )
  }
  return least
}

/** Well above what noise makes of 8, well under 64. */
export const MOST_GROWTH = 40

function timeOf(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}
