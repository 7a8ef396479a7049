/** Longer than any condition that a person writes. */
const LONGEST = 400
/** Operators from the loosest to the tightest; a single `|` is a frequent slip that JavaScript reads the same way here. */
const LEVELS = ['||', '&&', '|', '&'] as const

/**
 * Whether the condition of an `#ifdef` holds: names joined by `||`, `&&`, `!` and parentheses; `_` stands for `-` too.
 * A name that isn't among those that hold does not hold. Null where it can't be decided here (`uniVersion >= 3.9`, no condition at all).
 */
export function evaluateCondition(condition: string, names: ReadonlySet<string>): boolean | null {
  const tokens = condition.length > LONGEST ? null : tokenize(condition)
  if (!tokens) return null
  return new Condition(tokens, names).evaluate()
}

function tokenize(condition: string): string[] | null {
  const tokens: string[] = []
  const pattern = /\s*(?:(\|\||&&|\||&|!(?!=)|\(|\)|[A-Za-z_$][\w$-]*)|$)/y
  while (pattern.lastIndex < condition.length) {
    const match = pattern.exec(condition)
    if (!match) return null
    if (match[1]) tokens.push(match[1])
  }
  return tokens.length > 0 ? tokens : null
}

class Condition {
  private at = 0

  constructor(
    private readonly tokens: readonly string[],
    private readonly names: ReadonlySet<string>,
  ) {}

  evaluate(): boolean | null {
    const value = this.level(0)
    return value === 'error' || this.at < this.tokens.length ? null : value
  }

  private level(index: number): boolean | null | 'error' {
    if (index === LEVELS.length) return this.operand()
    const operator = LEVELS[index]
    let value = this.level(index + 1)
    while (value !== 'error' && this.tokens[this.at] === operator) {
      this.at++
      const right = this.level(index + 1)
      if (right === 'error') return right
      const decisive = operator.startsWith('|')
      if (value === decisive || right === decisive) value = decisive
      else value = value === null || right === null ? null : !decisive
    }
    return value
  }

  private operand(): boolean | null | 'error' {
    const token = this.tokens[this.at++]
    if (token === undefined) return 'error'
    if (token === '!') {
      const value = this.operand()
      return typeof value === 'boolean' ? !value : value
    }
    if (token === '(') {
      const value = this.level(0)
      return this.tokens[this.at++] === ')' ? value : 'error'
    }
    if (!/^[A-Za-z_$]/.test(token)) return 'error'
    if (token === 'uniVersion') return null
    return token === 'true' || this.names.has(token) || this.names.has(token.replaceAll('_', '-'))
  }
}
