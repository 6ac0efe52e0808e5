# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Completion of tollctl in bash. It asks the program itself, so that it knows what the program knows.

_tollctl_commands() {
    tollctl --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p'
}

_tollctl_options() {
    tollctl "$@" --help 2>/dev/null | grep -oE '(^|[ ,])--[a-z][a-z-]*' | tr -d ' ,' | sort -u
}

_tollctl() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]}
    COMPREPLY=()
    case $before in
    --db | --output | --price-list)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W 'table json csv' -- "$word")
        return
        ;;
    --period)
        mapfile -t COMPREPLY < <(compgen -W 'daily weekly monthly' -- "$word")
        return
        ;;
    --focus-by)
        mapfile -t COMPREPLY < <(compgen -W 'day hour' -- "$word")
        return
        ;;
    export)
        mapfile -t COMPREPLY < <(compgen -W 'csv json xlsx focus' -- "$word")
        return
        ;;
    esac
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_tollctl_commands) --help --version" -- "$word")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_tollctl_options "$command")" -- "$word")
    fi
}
complete -F _tollctl tollctl
