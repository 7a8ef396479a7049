import { embedJson, pageData } from './html/data'
import { pageHtml } from './html/page'
import { message } from './messages'
import { printable } from './printable'
import type { ReportContext, ReportData } from './types'

/**
 * The report as one self-contained page: no request leaves it, its policy lets nothing but its own script and style work,
 * and nothing of the data is ever read as markup.
 */
export function formatHtml(data: ReportData, context: ReportContext): string {
  return pageHtml({
    json: embedJson(pageData(data, context)),
    lang: context.lang === 'zh' ? 'zh-CN' : 'en',
    title: printable(`${message(context.lang, 'page.title')} · ${data.environment}`),
    noscript: message(context.lang, 'page.noscript'),
    live: context.html?.live !== undefined,
  })
}
