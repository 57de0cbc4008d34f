import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A webhook as it came in: the body's bytes before anything has parsed them. */
export interface WebhookRequest {
  /** Names in lower case, as node:http gives them. */
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

/** Who proved to know the secret, or why nobody did. */
export type WebhookVerdict = { genuine: true; by: string } | { genuine: false; reason: string };

/** How far a signed time may lie from ours, in seconds (Standard Webhooks, "Verifying webhook authenticity"). */
const TOLERANCE_S = 300;

interface Scheme {
  by: string;
  header: string;
  /** Why the request is not genuine by this scheme; null: it is. */
  problem(request: WebhookRequest, sent: string, secret: string, now: Date): string | null;
}

/** The ways in which a sender shows that it knows the secret; a request needs one that is right. */
const SCHEMES: readonly Scheme[] = [
  // GitHub, Gitea, Forgejo: "Validating webhook deliveries".
  { by: 'X-Hub-Signature-256', header: 'x-hub-signature-256', problem: hubProblem },
  // GitLab with a signing token, which follows Standard Webhooks.
  { by: 'webhook-signature', header: 'webhook-signature', problem: standardProblem },
  // GitLab with a secret token: the token itself, not a signature.
  { by: 'X-Gitlab-Token', header: 'x-gitlab-token', problem: tokenProblem },
];

/**
 * Whether a webhook comes from one who knows the secret, as GitHub (HMAC-SHA256 of the body) and GitLab (its
 * signing token, or its plain secret token) show it. Compares in constant time. An empty secret proves nothing.
 */
export function verifyWebhook(
  request: WebhookRequest,
  secret: string,
  now: Date = new Date(),
): WebhookVerdict {
  if (secret === '') return { genuine: false, reason: 'no secret is set' };
  const problems: string[] = [];
  for (const { by, header, problem } of SCHEMES) {
    const sent = oneHeader(request.headers, header);
    if (sent === null) continue;
    const why = problem(request, sent, secret, now);
    if (why === null) return { genuine: true, by };
    problems.push(why);
  }
  const names = SCHEMES.map(({ by }) => by).join(', ');
  return { genuine: false, reason: problems.join('; ') || `it has none of ${names}` };
}

function hubProblem({ body }: WebhookRequest, sent: string, secret: string): string | null {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return isEqual(sent, expected) ? null : 'X-Hub-Signature-256 does not fit the body and the secret';
}

function tokenProblem(_: WebhookRequest, sent: string, secret: string): string | null {
  return isEqual(sent, secret) ? null : 'X-Gitlab-Token is not the secret';
}

function standardProblem(
  { headers, body }: WebhookRequest,
  sent: string,
  secret: string,
  now: Date,
): string | null {
  const id = oneHeader(headers, 'webhook-id');
  const timestamp = oneHeader(headers, 'webhook-timestamp');
  if (id === null || timestamp === null) return 'webhook-id or webhook-timestamp is missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp is no time in seconds';
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  // While a key is being replaced there are several signatures, separated by spaces.
  if (!sent.split(' ').some((signature) => isEqual(signature, `v1,${digest}`))) {
    return 'webhook-signature does not fit the body and the secret';
  }
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  return age <= TOLERANCE_S
    ? null
    : `webhook-timestamp is ${Math.round(age)} s off: a replay, or a wrong clock`;
}

function oneHeader(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

/** In constant time, whatever the lengths: digests under a key that nobody else knows are compared. */
function isEqual(sent: string, expected: string): boolean {
  const key = randomBytes(32);
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(digest(sent), digest(expected));
}
