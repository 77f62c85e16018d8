"""Who holds what ground on a date: the enclave, its people, its pockets and the ways out."""
