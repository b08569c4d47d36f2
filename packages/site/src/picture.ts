/** A stored picture as a response that a browser shows as a picture and as nothing else. */
export const pictureResponse = ({ mediaType, content }: { mediaType: string; content: string }): Response =>
  new Response(Buffer.from(content, 'base64'), {
    headers: {
      'content-type': mediaType,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=60',
    },
  })
