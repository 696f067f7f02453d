# Completion of casefile for bash. In ~/.bashrc: eval "$(casefile completion bash)"
_casefile() {
    local line=${COMP_LINE:0:COMP_POINT} answer
    COMPREPLY=()
    mapfile -t answer < <(_CASEFILE_COMPLETE=bash "$1" "$line" "$2" "$COMP_TYPE" 2>/dev/null)
    case ${answer[0]-} in
        words) COMPREPLY=("${answer[@]:1}") ;;
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
    esac
    case ${COMPREPLY[0]-} in *[=.,/]) compopt -o nospace ;; esac
}
complete -o nosort -F _casefile casefile
