/**
 * How every service is bundled. What no service can reach is left out; it was half of a compressed bundle:
 *
 * - iconv-lite's tables of encodings other than Unicode's, ASCII and Latin-1, which come with express's body parsers.
 *   Those take JSON in Unicode and forms in UTF-8 or Latin-1 only; a text body in another encoding gets the 415 of any
 *   unknown one.
 * - axios's stand-in for runtimes without `FormData`, a package with a second table of all media types. Node has its
 *   own, which axios is given here in the same way as it takes the browser's.
 */
const leftOut = [
  { path: /[\\/]iconv-lite[\\/]encodings[\\/]dbcs-data\.js$/, instead: 'module.exports = {};' },
  {
    path: /[\\/]iconv-lite[\\/]encodings[\\/]sbcs-data-generated\.js$/,
    instead: "module.exports = { iso88591: 'binary', ascii: 'binary' };",
  },
  {
    path: /[\\/]axios[\\/]lib[\\/]platform[\\/]node[\\/]classes[\\/]FormData\.js$/,
    instead: 'export default FormData;',
  },
];

/** @type {import('esbuild').BuildOptions} */
module.exports = {
  outExtension: { '.js': '.js' },
  // As the image sets it; code that packages keep for development stays out.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [
    {
      name: 'leave-out-what-no-service-reaches',
      setup(build) {
        for (const { path, instead } of leftOut) build.onLoad({ filter: path }, () => ({ contents: instead }));
      },
    },
  ],
};
