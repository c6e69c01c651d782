"""What was sent and answered by mail need not be typed again: copies by mail, and the folder of sent mails.

`addresses` the user's secret address · `inbox` and `hooks` the two ways its mails come in · `sent_folder` the other
source · `messages` reads one mail, `proof` who sent it, `sorting` what it is · `taking` puts it on the timeline ·
`tray` what waits for the user.
"""
