import type { Platform } from '../platforms/types'

/** The name under which our code keeps its state on the platform's namespace; not enumerable. */
export const STATE = '__mpDomains'

/** What the modal says, in both languages: whoever opens the version reads one of them. */
const TITLE = '开发构建被上传'
const TEXT = '开发构建被上传：请上传生产构建\nThis is a development build: upload the production build.'

/**
 * The check that a development build carries: where the running version is one that was uploaded, one modal says so.
 * ES5, one line, never throws, and says nothing where the platform's API is not there.
 * @returns null for platforms of which no source says how a program learns its version
 */
export function uploadGuard({ namespaces, runtime }: Platform): string | null {
  if (!runtime || namespaces.length === 0) return null
  const modal = {
    title: TITLE,
    content: TEXT,
    ...(runtime.message === 'alert' ? { buttonText: 'OK' } : { showCancel: false }),
  }
  // Once for the program: a build may carry the check in several files.
  return (
    `;(function(){try{var p=${namespaces[0]},v=p.${runtime.version};` +
    `if(${JSON.stringify(runtime.uploaded)}.indexOf(v)<0||p.${STATE}Told)return;` +
    `try{Object.defineProperty(p,"${STATE}Told",{value:1})}catch(e){}` +
    `p.${runtime.message}(${JSON.stringify(modal)})}catch(e){}})();`
  )
}
