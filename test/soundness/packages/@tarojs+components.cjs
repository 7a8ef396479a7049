// Stands in for @tarojs/components: each is the element of that name.
const NAMES =
  'View Text Image WebView Navigator Video Audio Button CoverImage CoverView LivePlayer ScrollView Swiper SwiperItem'
for (const name of NAMES.split(' ')) exports[name] = name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
Object.defineProperty(exports, '__esModule', { value: true })
