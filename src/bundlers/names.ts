/** The plugin's name in every host, and the key under which hosts keep a module's record. */
export const NAME = 'unplugin-mp-domains'
export const RECORD = 'unplugin-mp-domains'
