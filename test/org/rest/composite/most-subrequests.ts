/** Of a batch and of a composite request (documented). */
export const mostSubrequests = 25;
