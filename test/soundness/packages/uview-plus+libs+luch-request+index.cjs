// uview-plus carries luch-request.
module.exports = require('./luch-request.cjs')
