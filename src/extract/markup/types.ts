import type { Span } from '../../url/place'

/** A script's syntax, for the parser. */
export type ScriptLang = 'js' | 'ts' | 'jsx' | 'tsx'

/**
 * A piece of a file that is script or JSON. `start`/`end` enclose its text; a byte order mark is left out.
 * `module`: an ordinary module (a script file, a component's script). `wxs`: a template script (`.wxs`, `.sjs`, `<wxs>`),
 * which can't ask the platform for anything but gives values to the template. `json`: JSON, maybe with comments.
 */
export interface ScriptPart extends Span {
  lang: ScriptLang
  kind: 'module' | 'wxs' | 'json'
  /** `<script setup>`. */
  setup?: boolean
  /** The `name` attribute of an mpx block: `json` is a script whose `module.exports` is the page's configuration. */
  name?: string
  /** The name under which a template sees a template script (`<wxs module="m">`, `<import-sjs name="m">`). */
  module?: string
  /** mpx: the platforms that this block is for (`mode="wx"`). */
  mode?: string
  /** mpx: the environment that this block is for (`env="didi"`). */
  env?: string
}

/** A part of a value whose text is known. */
export interface TextPart extends Span {
  /** The text as the program sees it (entities resolved). */
  text: string
  /** Raw offset (relative to `start`) of each code unit of `text` and of its end; absent where raw and cooked text are the same. */
  map?: number[]
}

/** A part of a value that is an expression: between `{{` and `}}`, or a whole binding. */
export interface ExpressionPart extends Span {
  /** Source text of the expression (entities resolved), blanks at its ends included. */
  expr: string
  /** As in {@link TextPart}, for `expr`. */
  map?: number[]
}

export type ValuePart = TextPart | ExpressionPart

/** A name that a loop or a slot brings into force. */
export interface ScopeName extends Span {
  /** An identifier, or a destructuring pattern as written. */
  text: string
}

/** A loop (`v-for`, `wx:for`, …) or a slot (`v-slot`) around an attribute: its names hide those of the page's data. */
export interface TemplateScope {
  kind: 'loop' | 'slot'
  /** Loop: item, index (Vue on objects: value, key, index). A native loop's default names stand at its `for` attribute. Slot: one pattern. */
  names: ScopeName[]
  /** What is looped over, or null where that is no single expression. */
  source: ExpressionPart | null
  /** The next loop or slot around this one, in which `source` is evaluated. */
  outer: TemplateScope | null
}

/**
 * How an attribute gets its value: `static` text; `mustache` (`{{ }}` in the text); `expression` (a whole-value Vue
 * binding); `event` (a handler with a call, an assignment or a URL in it); `model` (`v-model`, `.sync`: what the user
 * enters is written there); `directive` (`v-if`, `wx:if`, … kept only for a URL in it).
 */
export type AttributeForm = 'static' | 'mustache' | 'expression' | 'event' | 'model' | 'directive'

/** An attribute that could hold a URL. */
export interface MarkupAttribute {
  /** In kebab case, so that `<WebView>` is `web-view`. */
  element: string
  /** Without binding prefix, modifiers and mpx platform (`src` for `:src`, `v-bind:src.sync`, `src@wx`); directives as written. */
  attribute: string
  form: AttributeForm
  /** Place of the attribute's first character. */
  start: number
  /** The value's raw text, between the quotes; where a binding has no value (`:src`), the name that stands for it. */
  value: Span
  /** The value's raw text. */
  raw: string
  /** The quote around the value: `"`, `'`, a backtick (pug), or empty. */
  quote: string
  /**
   * The value's text and expressions in order; empty for an empty value. For `style` each static `url(…)` is an
   * attribute of its own with only the URL in `value`, and so is each expression that makes one.
   */
  parts: ValuePart[]
  /** The innermost loop or slot in force; those around it are its `outer`. */
  scope: TemplateScope | null
  /** Name of the `<template name="…">` around it: expressions then see that template's `data`, not the page's. */
  template?: string
  /** mpx: the platforms that this attribute is for (`src@wx|ali`). */
  mode?: string
  /** Where the tag starts: only for `is` and `data` of `<template>`, which belong together. */
  tag?: number
}

/** A run of text between tags that holds a URL, or an expression with one. */
export interface MarkupText extends Span {
  parts: ValuePart[]
  scope: TemplateScope | null
  template?: string
}

/** A URL or string in a style. */
export interface StyleUrl extends TextPart {
  /** `url`: in `url(…)`; `import`: the string of an `@import`; `string`: any other string that holds `//`. */
  place: 'url' | 'import' | 'string'
  quote: string
}

/** A comment; `start`/`end` enclose all of it, `text` is what stands between its delimiters. */
export interface CommentPart extends Span {
  text: string
}

/** Another file that this one takes in. */
export interface MarkupReference extends Span {
  /** What it is taken in as: a block's `src`, `<import>`, `<include>`, a template script. */
  kind: 'script' | 'template' | 'style' | 'json' | 'import' | 'include' | 'wxs'
  /** The path as written. */
  src: string
  /** Template scripts: the name under which the template sees it. */
  module?: string
}

/** What could not be read, and where. The rest of the file was read all the same. */
export interface MarkupError {
  message: string
  start: number
}

/** A file split into the pieces that the extractor reads. All offsets are UTF-16 code units of the file's raw text, ascending. */
export interface SourceParts {
  scripts: ScriptPart[]
  attributes: MarkupAttribute[]
  texts: MarkupText[]
  styleUrls: StyleUrl[]
  /** Comments of markup and styles; those in scripts are the script parser's. */
  comments: CommentPart[]
  references: MarkupReference[]
  /** At most 50. */
  errors: MarkupError[]
}
