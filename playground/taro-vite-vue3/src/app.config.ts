export default defineAppConfig({
  pages: ['pages/index/index', 'pages/help/help'],
  subPackages: [{ root: 'order', pages: ['detail/detail'] }],
  workers: 'static/workers',
  plugins: { map: { version: '1.0.0', provider: 'wx0123456789abcde0' } },
  window: { navigationBarTitleText: 'shop' },
})
