// Stands in for axios-adapter-uniapp: a post of files is an upload.
const { join, send, withParams } = require('./shared')
module.exports = (config) => {
  const url = withParams(join(config.baseURL, config.url), config.params)
  const upload = config.method === 'post' && ((config.filePath && config.name) || config.files)
  return send(upload ? uni.uploadFile : uni.request, { url })
}
module.exports.default = module.exports
