/** SHA-256 of the page's script in base64. A test computes it again and says what it must be. */
export const SCRIPT_HASH = 'IbBfSO8ZmR4hP6alIUedZwNvTdfmdoovuMKnzRijfXM='

/** SHA-256 of the page's style in base64. */
export const STYLE_HASH = 'd9PnTaTYnZyQ/CewkrHRvH68lyFsj6dD/5nTGh1q2Qs='
