import { createHash } from 'node:crypto';

const HALF_BITS = 32n;
const LOWER_HALF = 0xffff_ffffn;

/** The upper half of the cookie of every flow that a topology owns: the first 4 bytes of its name's SHA-256. */
export function cookieOf(owner: string): number {
  return createHash('sha256').update(owner).digest().readUInt32BE(0);
}

/** The same as `status` prints it. */
export function cookieText(owner: string): string {
  return `0x${cookieOf(owner).toString(16).padStart(8, '0')}`;
}

/** Whose flow it is: the upper half of a cookie. */
export function ownerHalf(cookie: bigint): number {
  return Number(cookie >> HALF_BITS);
}

/** The half that is the user's. */
export function userHalf(cookie: bigint): bigint {
  return cookie & LOWER_HALF;
}

/** A cookie with the owner's mark in its upper half and the user's half kept. */
export function markedCookie(owner: string, cookie: bigint): bigint {
  return (BigInt(cookieOf(owner)) << HALF_BITS) | userHalf(cookie);
}
