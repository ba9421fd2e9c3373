"""Notices in browsers (RFC 8030, 8291, 8292): which browsers, what waits for them, and the push services that pass it on.

addresses   which push services may be asked, and what a browser must say of itself
browsers    browsers are switched on and off
outbox      messages are written in the transaction of their notice, and sent by a task
wire        one message on its way: encrypted for the browser, signed by the school
"""
