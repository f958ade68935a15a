// The arrows of ARCHITECTURE.md, checked. A package may import only what its row allows.
const arrows = {
  contract: [],
  sip: [],
  rtp: [],
  phone: ['sip', 'rtp'],
  pbx: ['sip', 'rtp'],
  server: ['contract', 'pbx'],
  sdk: ['contract'],
  cli: ['sdk', 'phone', 'server'],
};

const everyPackage = Object.keys(arrows);
const packagePath = (names) => `^packages/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    ...Object.entries(arrows).map(([name, allowed]) => ({
      name: `arrows-of-${name}`,
      severity: 'error',
      comment: `${name} may import only: ${allowed.join(', ') || 'no other package'}`,
      from: { path: `^packages/${name}/src/` },
      to: { path: packagePath(everyPackage.filter((other) => other !== name && !allowed.includes(other))) },
    })),
    {
      name: 'apps-use-only-the-sdk',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/' },
      to: { path: packagePath(everyPackage.filter((name) => name !== 'sdk')) },
    },
    {
      name: 'nobody-imports-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|bench|e2e)/' },
    },
    {
      name: 'front-doors-only',
      severity: 'error',
      comment: 'A package is entered by its index.ts',
      from: { path: '^(packages|apps)/([^/]+)/src/' },
      to: { path: '^packages/([^/]+)/src/', pathNot: ['^packages/$2/', '^packages/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'services-by-their-index',
      severity: 'error',
      comment: 'Inside the server a room is entered by its index.ts',
      from: { path: '^packages/server/src/([^/]+)/' },
      to: {
        path: '^packages/server/src/(authentication|admin|media|notifications|publications|sip-access|storage|gateways)/',
        pathNot: ['^packages/server/src/$1/', '^packages/server/src/[^/]+/index\\.ts$'],
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|/test/|/fixtures/)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
