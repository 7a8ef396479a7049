export default defineAppConfig({
  pages: ['pages/index/index', 'pages/help/help'],
  subPackages: [{ root: 'order', pages: ['detail/detail'] }],
  window: { navigationBarTitleText: 'shop' },
})
