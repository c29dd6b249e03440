#!/bin/sh
# A stand-in for the build: ./hack/make.sh dynbinary
set -e
version=$(cat VERSION)
mkdir -p "bundles/$version/$1"
printf '#!/bin/sh\necho "Docker version %s, build %s, experimental %s"\n' "$version" "$DOCKER_GITCOMMIT" "${DOCKER_EXPERIMENTAL:-0}" >"bundles/$version/$1/docker-$version"
chmod 755 "bundles/$version/$1/docker-$version"
