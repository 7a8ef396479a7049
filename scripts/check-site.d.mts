/**
 * What is wrong with a built site, one line each.
 * @param folder its folder
 * @param base the path that it is served under; default `/`
 */
export function problemsOfSite(folder: string, base?: string): string[]
