import type { JoinRecord, LiteralRecord } from './literals'
import type { Modes } from './markup/modes'

/** Version of the summary format; a record of another version is dropped and made again. */
export const SUMMARY_VERSION = 6

/** Index of a node in {@link ModuleSummary.nodes}. */
export type Ref = number

/**
 * A symbolic value: what an expression of the module says, before any other module is known.
 * Nodes form a graph over indices, so that shared values are written once. `pos` is an offset into the file's text.
 */
export type Node =
  /** Text; `lit` is its index in `literals`, or -1. */
  | ['s', text: string, pos: number, lit: number]
  | ['n', value: number]
  | ['b', value: boolean]
  | ['null']
  | ['undef']
  /** A regular expression. */
  | ['re', source: string, flags: string]
  /** `+` and template literals, flattened. */
  | ['cat', parts: Ref[]]
  /** `test ? yes : no`, also for variables after if/else. */
  | ['if', test: Ref, yes: Ref, no: Ref]
  /** A value that exists only where `test` is (or is not) truthy: a `return` in a branch. */
  | ['guard', test: Ref, truthy: 0 | 1, value: Ref]
  | ['or', a: Ref, b: Ref]
  | ['and', a: Ref, b: Ref]
  | ['nullish', a: Ref, b: Ref]
  /** `value === undefined ? fallback : value`: defaults of parameters and patterns. */
  | ['default', value: Ref, fallback: Ref]
  /** Any of these. */
  | ['join', values: Ref[]]
  | ['obj', props: Prop[], pos: number]
  | ['arr', items: (Ref | ['...', Ref])[], pos: number]
  /** A list with one more item: what a generator has given so far. */
  | ['push', list: Ref, item: Ref | ['...', Ref]]
  | ['member', object: Ref, name: string, pos: number]
  | ['index', object: Ref, key: Ref, pos: number]
  /** A functional update: `object` with one member changed. */
  | ['set', object: Ref, name: string, value: Ref]
  | ['setIndex', object: Ref, key: Ref, value: Ref]
  /** All members but these: an object pattern's rest. */
  | ['omit', object: Ref, names: string[]]
  /** Items from this index on: an array pattern's rest, `slice`. */
  | ['tail', array: Ref, from: number]
  /** An element of an iterable (`for … of`; `handed`: as `forEach` hands it on), a key of an object (`for … in`). */
  | ['element', iterable: Ref, handed?: 1]
  /** The items of an iterable with their indices or keys, as `forEach` hands them to its callback. */
  | ['pairs', iterable: Ref]
  | ['keyof', object: Ref]
  | ['fn', fn: number]
  | ['class', cls: number]
  | ['param', fn: number, index: number]
  | ['rest', fn: number, from: number]
  | ['arguments', fn: number]
  | ['this', fn: number]
  | ['super', fn: number]
  | ['import', spec: number, name: string, pos: number]
  /** `require(…)`, `import(…)`: the module's exports object. */
  | ['require', spec: number, pos: number]
  | ['import()', spec: number, pos: number]
  /** `import.meta.glob(…)`, `require.context(…)`: the modules whose names fit, by index in `globs`. */
  | ['glob', glob: number, pos: number]
  /** A name that no scope of the module declares. */
  | ['global', name: string, pos: number]
  /** The module's own `module.exports`, read from inside a function. */
  | ['exports']
  /** `import.meta`. */
  | ['meta', pos: number]
  /** A variable with several assignments, as a closure sees it. */
  | ['var', index: number]
  /** A loop's variable behind the loop. */
  | ['last', index: number]
  | ['call', callee: Ref, args: (Ref | ['...', Ref])[], pos: number, label: string]
  | ['new', callee: Ref, args: (Ref | ['...', Ref])[], pos: number, label: string]
  /** An argument's object as a call leaves it: `normalize(options)` may change what `options` holds. Argument -1 is the object whose method is called (`list.push(x)`), -2 the one whose query it is (`url.searchParams.set(k, v)`). */
  | ['after', call: Ref, argument: number, before: Ref]
  | ['unary', operator: string, value: Ref]
  | ['binary', operator: string, a: Ref, b: Ref]
  | ['unknown', reason: string, pos: number]

/** A member of an object literal: `p` property, `k` computed key, `g` getter, `.` spread (1: the object's prototype). */
export type Prop =
  | ['p', name: string, value: Ref]
  | ['k', key: Ref, value: Ref]
  | ['g', name: string, fn: number]
  | ['.', value: Ref, prototype?: 1]

/** A condition on the path to a place: its parent condition (-1: none), the test, and which way it went. */
export type Condition = [parent: number, test: Ref, truthy: 0 | 1]

export interface FunctionRecord {
  /** Name as declared, or of the member or variable that it was first given to. */
  name: string
  pos: number
  /** The function that encloses it; -1 for the module's top level (function 0). */
  parent: number
  /** First node that belongs to this function; nodes up to the next function's first are its own. */
  first: Ref
  /** What it returns, joined; -1 where it returns nothing. */
  result: Ref
  /** Declared parameters, rest included. */
  params: number
  /** Its `length`, where that is not the number of its parameters. */
  arity?: number
  /** Arrow functions take `this` from `parent`. */
  arrow: boolean
  /** Condition under which it was created; -1: none. */
  condition: number
  /** What a parameter's object looks like when the function ends, where it changed members of it. */
  outs: [index: number, value: Ref][]
  /** The class whose method it is (-1: none); `static` members have the class itself as `this`. */
  cls: number
  static: boolean
  /** The object literal whose member it is (its `this`; -1: none), and the member whose setter it is there or in its class. */
  owner: Ref
  setter?: string
}

export interface ClassRecord {
  name: string
  pos: number
  /** The superclass's value, or -1. */
  parent: Ref
  /** The constructor's function, or -1. */
  ctor: number
  methods: [name: string, fn: number][]
  getters: [name: string, fn: number][]
  /** Absent where there are none. */
  setters?: [name: string, fn: number][]
  fields: [name: string, value: Ref][]
  statics: [name: string, value: Ref][]
  staticGetters: [name: string, fn: number][]
  /** Function in which field initialisers are evaluated (for `this`); -1 without fields. */
  init: number
}

/** `object.name = value` that the flow inside one function does not follow. */
export interface WriteRecord {
  object: Ref
  /** A name, or a node where computed; `*`: all members of `value`; `[]`: the items of `value` are put into an array, or its order changes. */
  name: string | Ref
  value: Ref
  /** The function that writes. */
  fn: number
  condition: number
  pos: number
}

/** One round of a loop, for one of its variables. */
export interface LoopSteps {
  /** The variable at the end of a round that another one may follow; -1: none does. */
  next: Ref
  /** What is tested before a round, and the variable behind that test. */
  test?: [test: Ref, tested: Ref]
  /** What is tested behind a round. */
  until?: Ref
  /** The test under which a round is left for good, and the variable there. */
  left?: [test: Ref, value: Ref]
}

export interface VariableRecord {
  name: string
  /** What a closure may see in it. */
  values: Ref[]
  /** A loop's own variable: the first value is the one before the loop, the others are those at the end of a round. */
  loop: boolean
  /** The variables of that loop, and the node that stands for each inside it. */
  round?: [variable: number, node: Ref][]
  /** A `for … of` (`names`: a `for … in`): what it goes over, and the node that stands for an item. */
  each?: [iterable: Ref, item: Ref, names?: 1]
  /** How a round goes, where that can be followed. */
  steps?: LoopSteps
}

/** Modules that are loaded by a pattern of their names. */
export interface GlobRecord {
  /** What names must fit, as written; a leading `!` leaves out. webpack: the directory alone. */
  patterns: string[]
  /** webpack's `require.context`: whether directories below count, and the pattern that keys must fit (`/source/flags`). */
  context?: [below: boolean, pattern: string]
  /** `require(`./${name}`)`: extensions may be left out. */ required?: 1
  /** The modules are there; else each is a function that loads it. */ eager: boolean
  /** The one export that is taken, or null for all. */
  member: string | null
}

/** A `web-view src`, `image src`, …: a value that a template hands to the platform. */
export interface AttributeCall {
  element: string
  attribute: string
  value: Ref
  pos: number
  /** mpx: the platforms that it is for, where it is not for all ({@link Modes}). */
  modes?: Modes
}

/** All that one module says about URLs. Plain JSON: it survives `JSON.parse(JSON.stringify(x))` unchanged. */
export interface ModuleSummary {
  v: number
  key: string
  gate: boolean
  nodes: Node[]
  functions: FunctionRecord[]
  classes: ClassRecord[]
  variables: VariableRecord[]
  conditions: Condition[]
  /** Calls that may lead to the platform: node and condition. */
  calls: [node: Ref, condition: number][]
  writes: WriteRecord[]
  attributes: AttributeCall[]
  /** Templates whose text this template takes in (`<include>`, a block's `src`): indices into `specifiers`. Absent where there are none. */
  includes?: number[]
  /** A component whose script is another file (`<script src>`): index into `specifiers`. */
  script?: number
  /** Import specifiers, as written. */
  specifiers: string[]
  /** Modules that are loaded by a pattern of their names. Absent where there are none. */
  globs?: GlobRecord[]
  /** ES exports: name → value. */
  exports: [name: string, value: Ref][]
  /** `export * from`: indices into `specifiers`. */
  stars: number[]
  /** `module.exports` at the end of the module; -1 for a pure ES module. */
  commonjs: Ref
  literals: LiteralRecord[]
  joins: JoinRecord[]
  /** Comments that hold an `mp-domains` directive. */
  comments: { line: number; column: number; endLine: number; text: string }[]
  /** Offsets at which lines start. */
  lines: number[]
  /** A parse error, also one that was recovered from where it cost knowledge. */
  error?: { message: string; line: number; column: number }
}

/** What is kept of a module that the gate refused. */
export interface RefusedRecord {
  v: number
  key: string
  gate: false
  /** Bloom filter of its member names, base64. */
  names: string
  /** Absolute URLs of its text outside comments, where there are any: each with its line and column, from 1. */
  urls?: WrittenUrl[]
  /** Import specifiers, for hosts without a graph. */
  specifiers?: string[]
}

/** An absolute URL as a text scan finds it, with the line and column (from 1) of its literal. */
export type WrittenUrl = [url: string, line: number, column: number]

/** The nodes that a node is made of. */
export function operands(n: Node): readonly Ref[] {
  switch (n[0]) {
    case 'cat':
    case 'join':
      return n[1]
    case 'if':
      return [n[1], n[2], n[3]]
    case 'guard':
      return [n[1], n[3]]
    case 'or':
    case 'and':
    case 'nullish':
    case 'default':
    case 'index':
      return [n[1], n[2]]
    case 'obj':
      return n[1].flatMap((p) => (p[0] === 'p' ? [p[2]] : p[0] === 'k' ? [p[1], p[2]] : p[0] === '.' ? [p[1]] : []))
    case 'arr':
      return n[1].map((x) => (typeof x === 'number' ? x : x[1]))
    case 'push':
      return [n[1], typeof n[2] === 'number' ? n[2] : n[2][1]]
    case 'member':
    case 'omit':
    case 'tail':
    case 'element':
    case 'pairs':
    case 'keyof':
      return [n[1]]
    case 'set':
      return [n[1], n[3]]
    case 'setIndex':
      return [n[1], n[2], n[3]]
    case 'call':
    case 'new':
      return [n[1], ...n[2].map((x) => (typeof x === 'number' ? x : x[1]))]
    case 'after':
      return [n[1], n[3]]
    case 'unary':
      return [n[2]]
    case 'binary':
      return [n[2], n[3]]
    default:
      return []
  }
}
