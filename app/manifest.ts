import type { MetadataRoute } from 'next'

/** Lets a phone put the page on its home screen, without the browser's bars. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Davylamp',
    short_name: 'Davylamp',
    description: 'Every rig live, in hash rate, heat and money.',
    id: '/',
    start_url: '/',
    display: 'standalone',
    background_color: '#0e1013',
    theme_color: '#0e1013',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
