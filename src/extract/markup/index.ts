export { otherBlocks } from './blocks'
export { extensionOf, scriptOf, sourceKind, withoutQuery } from './kinds'
export type { SourceKind, StyleSyntax } from './kinds'
export { literalsOfMarkup } from './literals'
export { isForMode } from './modes'
export { isUrlAttribute, URL_ATTRIBUTES, URL_ELEMENTS } from './names'
export { splitSource } from './split'
export type {
  AttributeForm,
  CommentPart,
  ExpressionPart,
  MarkupAttribute,
  MarkupError,
  MarkupReference,
  MarkupText,
  ScopeName,
  ScriptLang,
  ScriptPart,
  SourceParts,
  StyleUrl,
  TemplateScope,
  TextPart,
  ValuePart,
} from './types'
