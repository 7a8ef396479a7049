// The theme without its fonts: the reader's own are there at once, and Chinese needs them anyway.
import theme from 'vitepress/theme-without-fonts'
import './style.css'

export default theme
