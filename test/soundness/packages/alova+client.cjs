// Stands in for alova/client: the hooks that it wraps are called.
exports.createServerTokenAuthentication = () => ({
  onAuthRequired: (hook) => (method) => hook && hook(method),
  onResponseRefreshToken: (hooks) => hooks,
})
