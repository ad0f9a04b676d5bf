/**
 * How every service is bundled. What no service can reach is left out; it was half of a compressed bundle:
 *
 * - iconv-lite's tables of East Asian multi-byte encodings, which come with express's body parsers. Those take JSON in
 *   UTF-8 and forms in UTF-8 or Latin-1 only; a text body in such an encoding gets the 415 of any unknown encoding.
 * - axios's stand-in for runtimes without `FormData`, a package with a second table of all media types. Node has its
 *   own, which axios is given here in the same way as it takes the browser's.
 */
const leftOut = [
  { path: /[\\/]iconv-lite[\\/]encodings[\\/]dbcs-data\.js$/, instead: 'module.exports = {};' },
  {
    path: /[\\/]axios[\\/]lib[\\/]platform[\\/]node[\\/]classes[\\/]FormData\.js$/,
    instead: 'export default FormData;',
  },
];

/** @type {import('esbuild').BuildOptions} */
module.exports = {
  outExtension: { '.js': '.js' },
  plugins: [
    {
      name: 'leave-out-what-no-service-reaches',
      setup(build) {
        for (const { path, instead } of leftOut) build.onLoad({ filter: path }, () => ({ contents: instead }));
      },
    },
  ],
};
