import { WebView } from '@tarojs/components'

export default function Help() {
  return <WebView src="https://m.shop.example.com/help" />
}
