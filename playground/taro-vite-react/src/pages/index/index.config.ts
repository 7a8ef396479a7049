export default definePageConfig({
  navigationBarTitleText: 'shop',
  usingComponents: { 'price-tag': '../../components/price-tag/price-tag' },
})
