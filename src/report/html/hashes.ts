/** SHA-256 of the page's script in base64. A test computes it again and says what it must be. */
export const SCRIPT_HASH = 'hivgtk6SKb/7nixhWUaTW4eX4ggvMIZCAi+Ov9bxJbU='

/** SHA-256 of the page's style in base64. */
export const STYLE_HASH = 'Do/KcnyGxNlsQ8ks366d+8re3k7wouWwPa1YnRJN7KI='
