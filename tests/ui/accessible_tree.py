# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints what assistive technology sees of Tollkeeper's window, as JSON: one object an element. With
# --showing without pages and dialogs that are hidden.
import json
import sys

import pyatspi

most = 3000  # a table of calls has no end
showing_only = "--showing" in sys.argv


def walk(element, found):
    if element is None or len(found) >= most:
        return
    states = element.getState()
    try:
        place = element.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        middle = [place.x + place.width // 2, place.y + place.height // 2]
    except NotImplementedError:
        middle = None
    found.append({
        "role": element.getRoleName(),
        "name": element.name or "",
        "description": element.description or "",
        "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
        "showing": states.contains(pyatspi.STATE_SHOWING),
        "focused": states.contains(pyatspi.STATE_FOCUSED),
        "middle": middle,
    })
    for child in element:
        if not showing_only or child.getState().contains(pyatspi.STATE_SHOWING):
            walk(child, found)


elements = []
for application in pyatspi.Registry.getDesktop(0):
    if application is not None and application.name.lower().startswith("tollkeeper"):
        walk(application, elements)
print(json.dumps(elements))
