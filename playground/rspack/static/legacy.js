// Copied as it is: no bundler sees it.
export const REPORT = 'http://127.0.0.1:5000/report'
